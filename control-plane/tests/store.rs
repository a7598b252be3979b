//! The store: what both engines promise alike.

#![expect(
    clippy::unwrap_used,
    reason = "a test speaks by panicking, and its helpers are not marked as tests"
)]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use waystation_control_plane::params;
use waystation_control_plane::platform::jobs::{enqueue, take};
use waystation_control_plane::platform::settings;
use waystation_control_plane::platform::store::{Location, Store, StoreError, StoreSettings};
use waystation_kit::both_engines;
use waystation_shared::time::Timestamp;

both_engines! {
    async fn a_failed_job_leaves_nothing_and_harms_no_other(app: TestApp) {
        let store = &app.app.platform.store;
        let failing = store.write(|tx| {
            settings::put_once(tx, "half", "done")?;
            Err::<(), _>(StoreError::Unsupported("on purpose"))
        });
        let passing = store.write(|tx| settings::put_once(tx, "whole", "done"));
        let (failed, passed) = tokio::join!(failing, passing);
        assert!(failed.is_err());
        assert_eq!(passed.unwrap(), "done");
        assert_eq!(store.read(|reader| settings::get(reader, "half")).await.unwrap(), None);
        assert_eq!(store.read(|reader| settings::get(reader, "whole")).await.unwrap().as_deref(), Some("done"));
    }

    async fn a_panicking_job_is_rolled_back_and_the_store_goes_on(app: TestApp) {
        let store = &app.app.platform.store;
        let panicked = store.write(|tx| {
            settings::put_once(tx, "half", "done")?;
            let half = settings::get(tx, "half")?;
            assert_eq!(half, None, "a bug in a domain");
            Ok::<_, StoreError>(())
        });
        assert!(matches!(panicked.await, Err(StoreError::Panicked)));
        assert_eq!(store.read(|reader| settings::get(reader, "half")).await.unwrap(), None);
    }

    async fn what_was_written_is_read_back_at_once_by_everybody(app: TestApp) {
        let store = &app.app.platform.store;
        for round in 0..50_i64 {
            let name = format!("round {round}");
            let written = name.clone();
            store.write(move |tx| settings::put_once(tx, &written, "x")).await.unwrap();
            assert!(store.read(move |reader| settings::get(reader, &name)).await.unwrap().is_some());
        }
    }

    async fn a_taken_key_is_a_conflict_and_not_a_broken_store(app: TestApp) {
        let store = &app.app.platform.store;
        let insert = |value: &'static str| {
            store.write(move |tx| {
                tx.execute("INSERT INTO settings (name, value) VALUES (?1, ?2)", params!["key", value])
            })
        };
        insert("first").await.unwrap();
        assert!(matches!(insert("second").await, Err(StoreError::Conflict(_))));
        assert_eq!(store.read(|reader| settings::get(reader, "key")).await.unwrap().as_deref(), Some("first"));
    }

    async fn bytes_null_and_text_outside_ascii_come_back_as_they_went(app: TestApp) {
        let store = &app.app.platform.store;
        let read = store.write(|tx| {
            tx.execute("INSERT INTO settings (name, value) VALUES (?1, ?2)", params!["name", "驿站 ► \u{10ffff}"])?;
            tx.one(
                "SELECT value, CAST(NULL AS TEXT), CAST(?1 AS BIGINT) FROM settings WHERE name = 'name'",
                params![i64::MIN],
                |row| Ok((row.get::<String>(0)?, row.get::<Option<String>>(1)?, row.get::<i64>(2)?)),
            )
        });
        assert_eq!(read.await.unwrap(), ("驿站 ► \u{10ffff}".to_owned(), None, i64::MIN));
    }

    async fn a_column_of_another_kind_is_an_error_that_names_it(app: TestApp) {
        let error = app.app.platform.store.read(|reader| {
            reader.one("SELECT 'text'", params![], |row| row.get::<i64>(0))
        });
        assert_eq!(error.await.unwrap_err().to_string(), "column 0 holds \"text\", expected an integer");
    }

    async fn the_outbox_gives_each_entry_to_one_taker(app: TestApp) {
        let store = app.app.platform.store.clone();
        store
            .write(|tx| (0..100).try_for_each(|subject| enqueue(tx, "test", subject, Timestamp(1))))
            .await
            .unwrap();
        let taken = Arc::new(AtomicUsize::new(0));
        let takers: Vec<_> = (0..8)
            .map(|_| {
                let (store, taken) = (store.clone(), Arc::clone(&taken));
                tokio::spawn(async move {
                    loop {
                        let entries = store.write(|tx| take(tx, "test", 7)).await.unwrap();
                        if entries.is_empty() {
                            break;
                        }
                        taken.fetch_add(entries.len(), Ordering::SeqCst);
                    }
                })
            })
            .collect();
        for taker in takers {
            taker.await.unwrap();
        }
        // A taker may see the queue empty while another holds the last rows.
        taken.fetch_add(store.write(|tx| take(tx, "test", 100)).await.unwrap().len(), Ordering::SeqCst);
        assert_eq!(taken.load(Ordering::SeqCst), 100);
    }
}

fn settings_in(directory: &std::path::Path, batch: usize) -> StoreSettings {
    StoreSettings { location: Location::Sqlite(directory.join("test.db")), batch, connections: 1 }
}

#[tokio::test]
async fn waiting_writes_share_one_commit() {
    let directory = tempfile::tempdir().unwrap();
    let store = Store::open(&settings_in(directory.path(), 128)).unwrap();
    let pages_logged = || std::fs::metadata(directory.path().join("test.db-wal")).unwrap().len() / 4096;
    let before = pages_logged();
    let gate = Arc::new(std::sync::Barrier::new(2));
    let held = Arc::clone(&gate);
    let blocking = {
        let store = store.clone();
        tokio::spawn(async move {
            store
                .write(move |_| {
                    held.wait();
                    Ok::<_, StoreError>(())
                })
                .await
        })
    };
    let waiting: Vec<_> = (0..100)
        .map(|number| {
            let store = store.clone();
            tokio::spawn(async move {
                store.write(move |tx| settings::put_once(tx, &format!("k{number}"), "v")).await.unwrap()
            })
        })
        .collect();
    tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    tokio::task::spawn_blocking(move || gate.wait()).await.unwrap();
    blocking.await.unwrap().unwrap();
    for job in waiting {
        assert_eq!(job.await.unwrap(), "v");
    }
    // A commit of its own logs two pages at least: one of the table, one of its index.
    assert!((1..100).contains(&(pages_logged() - before)), "{}", pages_logged() - before);
}

#[tokio::test]
async fn a_backup_of_a_live_store_opens_by_itself() {
    let directory = tempfile::tempdir().unwrap();
    let store = Store::open(&settings_in(directory.path(), 128)).unwrap();
    store.write(|tx| settings::put_once(tx, "kept", "yes")).await.unwrap();
    let copy = directory.path().join("copy");
    std::fs::create_dir(&copy).unwrap();
    store.backup(&copy.join("test.db")).unwrap();
    store.write(|tx| settings::put_once(tx, "later", "yes")).await.unwrap();
    let restored = Store::open(&settings_in(&copy, 1)).unwrap();
    assert_eq!(restored.read(|reader| settings::get(reader, "kept")).await.unwrap().as_deref(), Some("yes"));
    assert_eq!(restored.read(|reader| settings::get(reader, "later")).await.unwrap(), None);
}

#[tokio::test]
async fn opening_twice_migrates_once() {
    let directory = tempfile::tempdir().unwrap();
    drop(Store::open(&settings_in(directory.path(), 1)).unwrap());
    assert!(Store::open(&settings_in(directory.path(), 1)).is_ok());
}
