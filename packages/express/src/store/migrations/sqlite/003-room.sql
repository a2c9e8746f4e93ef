-- What the row of readiness is padded with, so that a disk with hardly any room is noticed.
ALTER TABLE readiness ADD COLUMN room BLOB;
