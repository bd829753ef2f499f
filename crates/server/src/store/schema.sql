-- What both databases understand, but for three words that differ: {number}, {bytes} and {by_key}.
-- Times are milliseconds since 1970 by the server's clock. Tokens and secrets are kept as SHA-256, in hexadecimal.

-- Every organization, home community, home, property, room type and room.
CREATE TABLE unit (
  number {number},
  id TEXT NOT NULL UNIQUE,
  kind BIGINT NOT NULL,
  -- The unit that it is in, NULL for organizations.
  parent BIGINT REFERENCES unit (number),
  -- The home community or property above it, NULL for those themselves and for organizations.
  branch BIGINT,
  -- The organization above it, NULL for organizations.
  organization BIGINT,
  name {bytes} NOT NULL,
  -- What may exist once in a branch: the name of a room, as it is compared. NULL for everything else.
  name_key {bytes},
  created_at BIGINT NOT NULL
);
CREATE UNIQUE INDEX unit_name ON unit (branch, name_key);
-- Pages are cut by number within a parent and a kind. Deleting a unit looks here for units in it.
CREATE INDEX unit_children ON unit (parent, kind, number);

-- A device in a room, which keeps the room from being deleted.
CREATE TABLE device (
  id TEXT PRIMARY KEY,
  unit BIGINT NOT NULL REFERENCES unit (number)
) {by_key};
CREATE INDEX device_unit ON device (unit);

-- A home that is not vacant: it can be read only.
CREATE TABLE occupancy (
  unit BIGINT PRIMARY KEY REFERENCES unit (number)
);

-- The person who consents, with the organization's login.
CREATE TABLE account (
  id TEXT PRIMARY KEY
) {by_key};

-- What an account may do: manage a unit and everything in it.
CREATE TABLE role (
  account TEXT NOT NULL REFERENCES account (id),
  unit BIGINT NOT NULL REFERENCES unit (number) ON DELETE CASCADE,
  name TEXT NOT NULL,
  -- The parent of the unit, so that a caller's units in it are found in order.
  parent BIGINT,
  PRIMARY KEY (account, unit)
) {by_key};
CREATE INDEX role_children ON role (account, parent, unit);
CREATE INDEX role_unit ON role (unit);

-- A client id of Login with Amazon.
CREATE TABLE client (
  id TEXT PRIMARY KEY,
  secret_hash TEXT NOT NULL
) {by_key};

-- The grant that a client id needs in the console of an organization.
CREATE TABLE console_grant (
  client TEXT NOT NULL REFERENCES client (id) ON DELETE CASCADE,
  organization BIGINT NOT NULL REFERENCES unit (number) ON DELETE CASCADE,
  PRIMARY KEY (client, organization)
) {by_key};
CREATE INDEX console_grant_organization ON console_grant (organization);

-- Consent that waits to be exchanged for tokens, once. Afterwards it stands for the family of those tokens.
CREATE TABLE authorization_code (
  hash TEXT PRIMARY KEY,
  client TEXT NOT NULL REFERENCES client (id) ON DELETE CASCADE,
  account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  scope TEXT NOT NULL,
  redirect_uri TEXT,
  expires_at BIGINT NOT NULL,
  used_at BIGINT
) {by_key};
-- What nobody used is removed in order of expiry.
CREATE INDEX authorization_code_unused ON authorization_code (expires_at) WHERE used_at IS NULL;

-- Everything that one consent led to shares a family, the hash of its code, and is revoked together by deleting that.
CREATE TABLE refresh_token (
  hash TEXT PRIMARY KEY,
  client TEXT NOT NULL REFERENCES client (id) ON DELETE CASCADE,
  account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  scope TEXT NOT NULL,
  family TEXT NOT NULL REFERENCES authorization_code (hash) ON DELETE CASCADE,
  used_at BIGINT
) {by_key};
CREATE INDEX refresh_token_family ON refresh_token (family);
-- What was used up is removed in order of use.
CREATE INDEX refresh_token_used ON refresh_token (used_at) WHERE used_at IS NOT NULL;

CREATE TABLE access_token (
  hash TEXT PRIMARY KEY,
  client TEXT NOT NULL REFERENCES client (id) ON DELETE CASCADE,
  account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  scope TEXT NOT NULL,
  family TEXT NOT NULL REFERENCES authorization_code (hash) ON DELETE CASCADE,
  expires_at BIGINT NOT NULL
) {by_key};
CREATE INDEX access_token_family ON access_token (family);
CREATE INDEX access_token_expiry ON access_token (expires_at);

-- One row, number 1: clock and switches as JSON. Every request compares the version with the one that it knows.
CREATE TABLE control (
  number BIGINT PRIMARY KEY,
  version BIGINT NOT NULL,
  state TEXT NOT NULL
);

-- Faults to be injected, as JSON. Several processes share their counts.
CREATE TABLE fault (
  number BIGINT PRIMARY KEY,
  rule TEXT NOT NULL,
  -- How many exchanges it was asked about. With the rule this says how often it struck.
  drawn BIGINT NOT NULL
);

-- Keys that all processes share.
CREATE TABLE key (
  name TEXT PRIMARY KEY,
  value {bytes} NOT NULL
) {by_key};
