-- Which columns of our exports does Rhumbline not know?
select
    exports.platform,
    exports.format,
    columns.header,
    count(distinct exports.export_id) as exports,
    arg_max(exports.name, exports.export_key) as latest_file
from raw.columns as columns
inner join core.exports on columns.export_id = exports.export_id
where columns.fate = 'unmapped'
group by all
order by exports.platform, exports.format, columns.header
