//! progenitor's builders, before and after.

use super::*;

fn calls() -> BTreeMap<String, Call> {
    let call = Call {
        operation: variant("getRoom"),
        places: BTreeMap::from([("room_id".to_owned(), "path roomId".to_owned())]),
        pointer: "/paths/~1rooms/get".to_owned(),
        example: String::new(),
    };
    BTreeMap::from([("GetRoom".to_owned(), call)])
}

/// A builder as progenitor emits it, with this in the place of what builds the request.
fn rewritten(request: &Expr) -> anyhow::Result<String> {
    let mut item: Item = parse_quote! {
        impl<'a> GetRoom<'a> {
            pub fn room_id<V>(mut self, value: V) -> Self
            where
                V: std::convert::TryInto<RoomId>,
            {
                self.room_id = value.try_into().map_err(|_| "conversion to `RoomId` for room_id failed".to_string());
                self
            }
            /// Sends it
            pub async fn send(self) -> Result<ResponseValue<types::Room>, Error<()>> {
                let Self { client, room_id } = self;
                let room_id = room_id.map_err(Error::InvalidRequest)?;
                let url = format!("{}/rooms/{}", client.baseurl, encode_path(&room_id.to_string()));
                let mut header_map = HeaderMap::with_capacity(1usize);
                header_map.append("api-version", "1");
                let mut request = #request;
                client.exec(request).await
            }
        }
    };
    rewrite(&mut item, &calls())?;
    Ok(prettyplease::unparse(&parse_quote!(#item)))
}

#[test]
fn a_call_is_cut_where_the_request_is_built() {
    let text = rewritten(&parse_quote!(client.client.get(url).headers(header_map).build()?)).unwrap();
    for gone in ["header_map", "api-version", "exec", "InvalidRequest", "conversion to"] {
        assert!(!text.contains(gone), "{gone}: {text}");
    }
    for there in [
        "pub(crate) fn request(&self) -> Result<reqwest::Request, Error>",
        "client.url(format_args!(\"/rooms/{}\", crate::ids::Segment(room_id.as_ref())))",
        "crate::ids::in_path(room_id.as_ref())",
        "Error::refused(Operation::GetRoom, \"path roomId\", problem",
        "self.client.call(Operation::GetRoom, &|| self.request()).await",
        "-> Result<Response<types::Room>, Error>",
        "<V as std::convert::TryInto<RoomId>>::Error: std::fmt::Display",
        "Document: `/paths/~1rooms/get`",
    ] {
        assert!(text.replace(['\n', ' '], "").contains(&there.replace(' ', "")), "{there}: {text}");
    }
}

#[test]
fn another_shape_of_progenitors_code_is_an_error() {
    for (request, problem) in [
        (parse_quote!(client.client.get(url).build()?), "the request has 0 header maps"),
        (
            parse_quote!(client.client.get(url).headers(header_map).build().unwrap()),
            "the request is not built with `?`",
        ),
    ] {
        let error = rewritten(&request).unwrap_err();
        assert_eq!(error.root_cause().to_string(), problem);
    }
    let mut silent: Item = parse_quote!(
        impl<'a> GetRoom<'a> {
            pub fn room_id<V>(mut self, value: V) -> Self {
                self.room_id = value.try_into().map_err(|_| "no `RoomId`".to_string());
                self
            }
        }
    );
    let error = rewrite(&mut silent, &calls()).unwrap_err();
    assert_eq!(error.root_cause().to_string(), "0 reasons instead of 1");
    let mut unset: Item = parse_quote!(
        impl<'a> GetRoom<'a> {
            pub fn new(client: &'a Client) -> Self {
                Self { client, room_id: Err("room_id is not set".to_string()) }
            }
        }
    );
    let error = rewrite(&mut unset, &calls()).unwrap_err();
    assert_eq!(error.root_cause().to_string(), "0 of 1 parameters say that they are missing");
    let mut unknown: Item = parse_quote!(
        impl<'a> GetHome<'a> {}
    );
    let error = rewrite(&mut unknown, &calls()).unwrap_err();
    assert_eq!(error.to_string(), "no operation for the builder GetHome");
    let mut silent: Item = parse_quote!(
        impl<'a> GetRoom<'a> {}
    );
    let error = rewrite(&mut silent, &calls()).unwrap_err();
    assert_eq!(error.root_cause().to_string(), "0 functions `send`");
}
