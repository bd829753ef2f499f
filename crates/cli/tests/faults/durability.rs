//! What was acknowledged is there after a crash, and nothing is there by half.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::{Load, Model, Random, Server, Tenant, command, times};

#[test]
fn killed_in_the_middle_of_writes_it_keeps_all_that_it_acknowledged_and_no_half() {
    let folder = tempfile::tempdir().unwrap();
    let mut random = Random::new(1);
    let mut server = Server::on_file(folder.path());
    let tenant = Tenant::of(&server);
    server.client().control("PATCH", "/switches", Some(&json!({ "otherParent": "move" })));
    let mut model = Model::default();
    let (mut unanswered, mut refused) = (0, 0);
    for _ in 0..times(10) {
        let load = Load::start(&[&server], &tenant, model, 12, &mut random, false);
        load.wait_for_writes(1 + random.below(200));
        server.kill();
        refused += load.refused();
        model = load.stop();
        unanswered +=
            model.unanswered.len() + model.states.values().filter(|states| states.len() > 1).count();
        server = Server::on_file(folder.path());
        model.check(&mut server.client(), &tenant);
    }
    assert!(unanswered > 0, "no write was under way when the server was killed");
    assert!(refused > 0, "no rule was at stake");
    server.end();
}

#[test]
fn killed_at_its_first_start_it_starts_again_as_if_new() {
    let mut random = Random::new(2);
    let whole = Instant::now();
    let folder = tempfile::tempdir().unwrap();
    Server::on_file(folder.path()).kill();
    let whole = whole.elapsed();
    for _ in 0..times(8) {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("asp.sqlite");
        // The same file again, in whatever state the last one left it.
        for _ in 0..3 {
            let mut process = command(database.to_str().unwrap()).spawn().unwrap();
            let moment = u32::try_from(random.below(1_000)).unwrap();
            std::thread::sleep(whole.min(Duration::from_secs(2)) * moment / 1_000);
            process.kill().unwrap();
            process.wait().unwrap();
        }
        let server = Server::on_file(folder.path());
        let tenant = Tenant::of(&server);
        Model::default().check(&mut server.client(), &tenant);
        let load = Load::start(&[&server], &tenant, Model::default(), 2, &mut random, true);
        load.wait_for_writes(3);
        load.stop().check(&mut server.client(), &tenant);
        server.end();
    }
}
