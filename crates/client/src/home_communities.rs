//! Conveniences for home communities, beside the generated operations.

use crate::create::{CreatedOrFound, Wanted, create_or_get};
use crate::generated::home_communities::builder;
use crate::ids::HomeCommunityId;
use crate::{Client, Error, Operation, types};

create_or_get! {
    /// Sees to it that the organization has a home community with this name, and creates it if there is none.
    ///
    /// It looks for one first, since the service takes any number of home communities with one name. Of several it finds the one
    /// whose id comes first.
    CreateHomeCommunity, NewHomeCommunity, CreatedHomeCommunity -> HomeCommunityId, organization_id, unique: false, list_home_communities
}

impl Client {
    /// Gives a home community another name. The update operation wants its id twice and its parent; this takes them from the
    /// home community as it was read.
    ///
    /// ```no_run
    /// # async fn example(client: asp_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let community = client.get_home_community().id("amzn1.alexa.unit.did.AEXAMPLE").send().await?;
    /// client.rename_home_community(&community, "Garden Street 12").send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn rename_home_community(
        &self,
        current: &types::HomeCommunity,
        name: impl Into<String>,
    ) -> builder::UpdateHomeCommunity<'_> {
        let update = types::HomeCommunityUpdate {
            id: current.id.clone(),
            organization_id: current.organization_id.clone(),
            name: name.into(),
        };
        self.update_home_community().id(&current.id).body(update)
    }
}
