-- Which rows of which files could not be read, and why?
select
    exports.name,
    rejections.line,
    rejections.reason,
    nullif(rejections.document, exports.name) as document,
    nullif(rejections.sheet, '') as sheet
from core.rejections
inner join core.exports on rejections.export_id = exports.export_id
order by exports.name, rejections.document, rejections.sheet, rejections.line
