//! Two servers on one database that goes away and comes back.

use asp_server::test_support::postgres::Cluster;
use serde_json::json;

use crate::support::{Client, Load, Model, Random, Server, Tenant, times, wait_until};

/// The status of `/readyz`, which answers whether or not there is a database.
fn readiness(client: &mut Client) -> u16 {
    client.call("GET", "/readyz", None, None).status
}

#[test]
fn restarted_under_load_it_is_an_error_while_it_is_away_and_nothing_is_lost() {
    let Some(cluster) = Cluster::new() else { return };
    let mut random = Random::new(3);
    let servers = [(); 2].map(|()| Server::start(&cluster.url(), &[]));
    let tenant = Tenant::of(&servers[0]);
    assert_eq!(servers[0].organization, servers[1].organization, "two seeds in one database");
    servers[0].client().control("PATCH", "/switches", Some(&json!({ "otherParent": "move" })));
    let mut model = Model::default();
    for round in 0..times(2) {
        // Every request is answered, whatever happens; what is not in the document fails the writer.
        let both = [&servers[0], &servers[1]];
        let load = Load::start(&both, &tenant, model, 12, &mut random, true);
        load.wait_for_writes(1 + random.below(60));
        // In good order and as in a crash.
        if round % 2 == 0 {
            cluster.kill();
        } else {
            cluster.stop();
        }
        load.wait_for_failures(20);
        for server in &servers {
            let mut client = server.client();
            wait_until("not ready without a database", || readiness(&mut client) == 503);
            assert_eq!(client.call("GET", "/healthz", None, None).status, 200);
            // The token endpoint and the control API say so, too.
            let form = "grant_type=refresh_token&refresh_token=Atzr%7Cx&client_id=x&client_secret=x";
            let head = "POST /auth/o2/token HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/x-www-form-urlencoded";
            let bytes = format!("{head}\r\ncontent-length: {}\r\n\r\n{form}", form.len());
            let answer = client.exchange(bytes.as_bytes()).unwrap();
            assert!(answer.status >= 500 && answer.json()["error"].is_string(), "{answer:?}");
            let answer = client.call("GET", "/_emulator/state", None, None);
            assert!(answer.status == 500 && answer.is_error(), "{answer:?}");
        }
        cluster.start();
        for server in &servers {
            let mut client = server.client();
            wait_until("ready again", || readiness(&mut client) == 200);
        }
        load.wait_for_writes(20);
        model = load.stop();
        model.check(&mut servers[round % 2].client(), &tenant);
    }
    servers.into_iter().for_each(Server::end);
}
