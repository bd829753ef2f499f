//! Who may do what. Tenants never see each other.
//!
//! A caller is a client and the account that gave it consent. To reach a unit, the client needs the grant of the
//! organization's console, and the account a role at the unit or above it.

use std::sync::Arc;

use crate::call::Call;
use crate::failure::Failure;
use crate::kind::Kind;
use crate::roles;
use crate::store::units::{self, StoredUnit};
use crate::switches::{OrganizationAdmin, Refusal, Switches};
use crate::units::refusal;

/// The unit that the path names, if the caller may reach it.
pub(crate) async fn unit_in_path(call: &Call, kind: Kind) -> Result<Arc<StoredUnit>, Failure> {
    let unit = known(call, kind, &call.id()).await?.ok_or_else(|| unknown_unit(kind))?;
    reachable(call, &unit).await?;
    Ok(unit)
}

/// The unit that the path names, if the caller may delete it.
///
/// A home community goes by the hand of an administrator of the organization (vendor's page about residential roles).
pub(crate) async fn unit_to_delete(call: &Call, kind: Kind) -> Result<Arc<StoredUnit>, Failure> {
    let unit = unit_in_path(call, kind).await?;
    if kind == Kind::HomeCommunity && !unit.residential_administrator {
        return Err(Failure::forbidden(
            "only administrators of the organization may delete a home community",
        ));
    }
    Ok(unit)
}

/// The parent that the body of a create operation names, if the caller may create units of `kind` in it.
pub(crate) async fn parent_of_new_unit(
    call: &Call,
    kind: Kind,
    id: &str,
) -> Result<Arc<StoredUnit>, Failure> {
    let switches = &call.control().switches;
    let unknown = || unknown_parent(switches, kind);
    let parent_kind = kind.parent().unwrap_or(Kind::Organization);
    let parent = known(call, parent_kind, id).await?.ok_or_else(unknown)?;
    match reachable(call, &parent).await {
        Ok(()) => Ok(parent),
        // There is no 404 at a create operation: a foreign parent is as good as none.
        Err(failure) if failure.status == http::StatusCode::NOT_FOUND => Err(unknown()),
        Err(failure) => Err(failure),
    }
}

/// The parent that the query of a list operation names, and whether the caller sees all that is in it.
pub(crate) async fn parent_of_list(
    call: &Call,
    kind: Kind,
    id: &str,
) -> Result<(Arc<StoredUnit>, bool), Failure> {
    let parent_kind = kind.parent().unwrap_or(Kind::Organization);
    let parent = known(call, parent_kind, id).await?.ok_or_else(|| unknown_unit(parent_kind))?;
    let sees_all = sees_contents(call, &parent);
    match reachable(call, &parent).await {
        Ok(()) => {}
        // Whoever has a role somewhere in the organization gets the part of the list that is theirs.
        Err(failure) if failure.status == http::StatusCode::FORBIDDEN && parent.granted => {
            if waits_for_access(call, &parent) || !belongs(call, &parent).await? {
                return Err(failure);
            }
        }
        Err(failure) => return Err(failure),
    }
    Ok((parent, sees_all))
}

/// The unit with an id, if it is of that kind and can be known by now.
async fn known(call: &Call, kind: Kind, id: &str) -> Result<Option<Arc<StoredUnit>>, Failure> {
    let unit = match call.read_ahead(id) {
        Some(unit) => unit,
        None => units::unit(&call.app().store, call.caller().asker(), id).await?,
    };
    let age_to_be_known = i64::try_from(call.control().switches.read_delay).unwrap_or(i64::MAX);
    Ok(unit.filter(|unit| {
        unit.kind == kind
            && (kind == Kind::Organization
                // Without a delay a unit is known whatever its creator's clock has shown.
                || age_to_be_known == 0
                || call.now().saturating_sub(unit.created_at) >= age_to_be_known)
    }))
}

/// Whether the caller may do anything with a unit.
async fn reachable(call: &Call, unit: &StoredUnit) -> Result<(), Failure> {
    let switches = &call.control().switches;
    let by_organization = administers_organization(call, unit)
        && (unit.kind == Kind::Organization
            || unit.kind.is_residential()
            || switches.organization_admin == OrganizationAdmin::EveryUnit);
    if unit.role_within || by_organization {
        if !unit.granted {
            return Err(Failure::forbidden(
                "the client id has no grant in the console of the organization; grant it access there",
            ));
        }
        if waits_for_access(call, unit) {
            return Err(Failure::forbidden(format!(
                "access to the new {} is not there yet; try again in a few seconds",
                unit.kind.word()
            )));
        }
        return Ok(());
    }
    if belongs(call, unit).await? {
        let word = unit.kind.word();
        return Err(Failure::forbidden(match (unit.kind, is_residential(call)) {
            (Kind::Organization, is_residential) => format!(
                "the caller does not have the role {} at this {word}; ask an administrator for it",
                roles::administrator(is_residential)
            ),
            _ => format!(
                "the caller has no role that counts at this {word} or above it; ask an administrator for one"
            ),
        }));
    }
    Err(match switches.foreign_unit {
        Refusal::NotFound => unknown_unit(unit.kind),
        status => refusal(status, format!("the caller has no access to this {}", unit.kind.word())),
    })
}

/// Whether nobody has access to the unit yet.
fn waits_for_access(call: &Call, unit: &StoredUnit) -> bool {
    let delay = i64::try_from(call.control().switches.role_delay).unwrap_or(i64::MAX);
    delay > 0 && unit.kind != Kind::Organization && call.now().saturating_sub(unit.created_at) < delay
}

async fn belongs(call: &Call, unit: &StoredUnit) -> Result<bool, Failure> {
    Ok(units::has_any_role(&call.app().store, &call.caller().account, unit.organization).await?)
}

/// Whether the account administers the organization in the API of the operation; each has a role of its own for that.
fn administers_organization(call: &Call, unit: &StoredUnit) -> bool {
    if is_residential(call) { unit.residential_administrator } else { unit.hospitality_administrator }
}

fn is_residential(call: &Call) -> bool {
    call.operation().path_template().starts_with("/enterprise/residential/")
}

/// Whether a role at the parent or above it covers all units of the list in it.
fn sees_contents(call: &Call, parent: &StoredUnit) -> bool {
    let organization_counts =
        is_residential(call) || call.control().switches.organization_admin == OrganizationAdmin::EveryUnit;
    parent.role_within || (administers_organization(call, parent) && organization_counts)
}

/// 404 for a unit.
pub(crate) fn unknown_unit(kind: Kind) -> Failure {
    Failure::not_found(format!("no {} has this id; it may have been deleted", kind.word()))
}

/// What a create operation answers if there is no such parent.
pub(crate) fn unknown_parent(switches: &Switches, kind: Kind) -> Failure {
    let parent = kind.parent().unwrap_or(Kind::Organization);
    refusal(switches.unknown_parent, format!("body: no {} has the id that the body names", parent.word()))
}
