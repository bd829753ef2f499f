//! SQL of clients, accounts, console grants, roles and tokens, as the control API makes them.

use super::{Step, Store, StoreError};

/// A role of an account at a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Role {
    pub(crate) account: String,
    pub(crate) unit: String,
    /// As [`crate::roles`] joins them.
    pub(crate) name: String,
}

/// Adds a client.
pub(crate) fn add_client(id: String, secret_hash: String) -> Step {
    Step::some("INSERT INTO client (id, secret_hash) VALUES ($1, $2)", [id.into(), secret_hash.into()])
}

/// Removes a client with its grants and tokens.
pub(crate) fn remove_client(id: String) -> Step {
    Step::some("DELETE FROM client WHERE id = $1", [id.into()])
}

/// Adds an account, unless it is there.
pub(crate) fn ensure_account(id: String) -> Step {
    Step::any("INSERT INTO account (id) VALUES ($1) ON CONFLICT (id) DO NOTHING", [id.into()])
}

/// Adds an account.
pub(crate) fn add_account(id: String) -> Step {
    Step::some("INSERT INTO account (id) VALUES ($1)", [id.into()])
}

/// Removes an account with its roles and tokens.
pub(crate) fn remove_account(id: &str) -> Vec<Step> {
    vec![
        Step::any("DELETE FROM role WHERE account = $1", [id.to_owned().into()]),
        Step::some("DELETE FROM account WHERE id = $1", [id.to_owned().into()]),
    ]
}

/// Gives a client the console grant of an organization. Touches nothing if there is no such organization.
pub(crate) fn add_grant(client: String, organization: String) -> Step {
    let sql = "INSERT INTO console_grant (client, organization) SELECT CAST($1 AS TEXT), number FROM unit \
               WHERE id = $2 AND kind = 0 \
               ON CONFLICT (client, organization) DO UPDATE SET client = excluded.client";
    Step::some(sql, [client.into(), organization.into()])
}

/// Takes a console grant away.
pub(crate) fn remove_grant(client: String, organization: String) -> Step {
    let sql = "DELETE FROM console_grant WHERE client = $1 \
               AND organization = (SELECT number FROM unit WHERE id = $2)";
    Step::some(sql, [client.into(), organization.into()])
}

/// Replaces the role of an account at a unit. Touches nothing if there is no such unit.
pub(crate) fn set_role(role: Role) -> Step {
    let sql = "INSERT INTO role (account, name, unit, parent) \
               SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), number, parent FROM unit WHERE id = $3 \
               ON CONFLICT (account, unit) DO UPDATE SET name = excluded.name";
    Step::some(sql, [role.account.into(), role.name.into(), role.unit.into()])
}

/// Takes the role of an account at a unit away.
pub(crate) fn remove_role(account: String, unit: String) -> Step {
    let sql = "DELETE FROM role WHERE account = $1 AND unit = (SELECT number FROM unit WHERE id = $2)";
    Step::some(sql, [account.into(), unit.into()])
}

/// The ids of all clients.
pub(crate) async fn clients(store: &Store) -> Result<Vec<String>, StoreError> {
    ids(store, "SELECT id FROM client ORDER BY id").await
}

/// The ids of all accounts.
pub(crate) async fn accounts(store: &Store) -> Result<Vec<String>, StoreError> {
    ids(store, "SELECT id FROM account ORDER BY id").await
}

async fn ids(store: &Store, sql: &'static str) -> Result<Vec<String>, StoreError> {
    let mut ids = Vec::new();
    store
        .read(sql, &[], |row| {
            ids.extend(row.text(0)?.map(str::to_owned));
            Ok(())
        })
        .await?;
    Ok(ids)
}

/// A client, and an account with a role in an organization whose console grants the client access: the first of each that
/// fit, or those that are given.
pub(crate) async fn pair(
    store: &Store,
    client: Option<&str>,
    account: Option<&str>,
) -> Result<Option<(String, String)>, StoreError> {
    let sql = "SELECT console_grant.client, account.id FROM account CROSS JOIN console_grant \
               WHERE (CAST($1 AS TEXT) IS NULL OR console_grant.client = $1) \
               AND (CAST($2 AS TEXT) IS NULL OR account.id = $2) \
               AND EXISTS (SELECT 1 FROM role JOIN unit ON unit.number = role.unit WHERE role.account = account.id \
               AND COALESCE(unit.organization, unit.number) = console_grant.organization) \
               ORDER BY account.id, console_grant.client LIMIT 1";
    let mut found = None;
    store
        .read(sql, &[client.into(), account.into()], |row| {
            found = row.text(0)?.map(str::to_owned).zip(row.text(1)?.map(str::to_owned));
            Ok(())
        })
        .await?;
    Ok(found)
}

/// The clients that have the console grant of an organization.
pub(crate) async fn grants(store: &Store, organization: &str) -> Result<Vec<String>, StoreError> {
    let sql = "SELECT console_grant.client FROM console_grant JOIN unit ON unit.number = console_grant.organization \
               WHERE unit.id = $1 ORDER BY console_grant.client";
    let mut clients = Vec::new();
    store
        .read(sql, &[organization.into()], |row| {
            clients.extend(row.text(0)?.map(str::to_owned));
            Ok(())
        })
        .await?;
    Ok(clients)
}

/// The roles of an account.
pub(crate) async fn roles(store: &Store, account: &str) -> Result<Vec<Role>, StoreError> {
    let sql = "SELECT unit.id, role.name FROM role JOIN unit ON unit.number = role.unit \
               WHERE role.account = $1 ORDER BY role.unit";
    let mut roles = Vec::new();
    store
        .read(sql, &[account.into()], |row| {
            if let Some((unit, name)) = row.text(0)?.zip(row.text(1)?) {
                roles.push(Role {
                    account: account.to_owned(),
                    unit: unit.to_owned(),
                    name: name.to_owned(),
                });
            }
            Ok(())
        })
        .await?;
    Ok(roles)
}
