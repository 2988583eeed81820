-- +goose Up

-- The hour in which a device was last used, so that a learner can tell a browser that
-- they know from one that they don't; none of devices that were last used before
-- this was kept.
ALTER TABLE devices ADD COLUMN used INTEGER;

-- The device that used a link, by the token it held before and the one it got. Pressed
-- twice, the button sends the link and the earlier token again; both together get the
-- same device another token for a moment, so that a lost answer loses no progress.
ALTER TABLE instructor_links ADD COLUMN device_before BLOB;
ALTER TABLE instructor_links ADD COLUMN device_after BLOB;
