"""SQL of the room: staging of files, parcels, gaps, raw scans."""
