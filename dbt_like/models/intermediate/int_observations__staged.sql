-- One row per activity and export, of all platforms.
{{ staged() }}
