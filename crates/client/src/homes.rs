//! Conveniences for homes, beside the generated operations.

use crate::create::{CreatedOrFound, Wanted, create_or_get};
use crate::generated::homes::builder;
use crate::ids::HomeId;
use crate::{Client, Error, Operation, types};

create_or_get! {
    /// Sees to it that the home community has a home with this name, and creates it if there is none.
    ///
    /// It looks for one first, since the service takes any number of homes with one name. Of several it finds the one
    /// whose id comes first.
    CreateHome, NewHome, CreatedHome -> HomeId, home_community_id, unique: false, list_homes
}

impl Client {
    /// Gives a home another name. The update operation wants its id twice and its parent; this takes them from the
    /// home as it was read.
    ///
    /// ```no_run
    /// # async fn example(client: asp_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// let home = client.get_home().id("amzn1.alexa.unit.did.AEXAMPLE").send().await?;
    /// client.rename_home(&home, "Garden Street 12").send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn rename_home(&self, current: &types::Home, name: impl Into<String>) -> builder::UpdateHome<'_> {
        let update = types::HomeUpdate {
            id: current.id.clone(),
            home_community_id: current.home_community_id.clone(),
            name: name.into(),
        };
        self.update_home().id(&current.id).body(update)
    }
}
