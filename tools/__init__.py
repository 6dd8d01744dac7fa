"""What developing this repository needs and no site does: set-up, upkeep, measurements, pictures, licences."""
