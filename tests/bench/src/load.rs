//! Load: connections that ask again as soon as they are answered, and clients that ask at fixed times.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::time::Instant;

use crate::Failure;
use crate::wire::{Answer, Connection};

/// Writes the next request of one client into a buffer.
pub type NextRequest = Box<dyn FnMut(&mut Vec<u8>) + Send>;

/// Whether an answer is the one that was wanted.
pub type IsRight = fn(&Answer<'_>) -> bool;

/// What a round of load brought.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Tally {
    /// Right answers.
    pub right: u64,
    /// Other answers.
    pub wrong: u64,
    /// Right answers per second.
    pub per_second: f64,
}

/// Asks on one connection per client, each again as soon as it is answered, for `length`.
/// Gives the clients back for the next round.
///
/// # Errors
/// When a connection breaks.
pub async fn hammer(
    address: SocketAddr,
    clients: Vec<NextRequest>,
    length: Duration,
    is_right: IsRight,
) -> Result<(Tally, Vec<NextRequest>), Failure> {
    let mut connections = Vec::new();
    for client in clients {
        connections.push((Connection::open(address).await?, client));
    }
    let start = Instant::now();
    let running: Vec<_> = connections
        .into_iter()
        .map(|(connection, client)| tokio::spawn(ask(connection, client, start + length, is_right)))
        .collect();
    let mut tally = Tally::default();
    let mut clients = Vec::new();
    for client in running {
        let (right, wrong, client) = client.await??;
        tally.right += right;
        tally.wrong += wrong;
        clients.push(client);
    }
    tally.per_second = crate::float(tally.right) / start.elapsed().as_secs_f64();
    Ok((tally, clients))
}

async fn ask(
    mut connection: Connection,
    mut client: NextRequest,
    end: Instant,
    is_right: IsRight,
) -> io::Result<(u64, u64, NextRequest)> {
    let (mut right, mut wrong) = (0, 0);
    let mut request = Vec::new();
    while Instant::now() < end {
        client(&mut request);
        let answer = connection.exchange(&request).await?;
        if is_right(&answer) { right += 1 } else { wrong += 1 }
    }
    Ok((right, wrong, client))
}

/// Asks on one connection per client, each every `interval` and evenly spread over it, `rounds` times after
/// a first round that is not counted. Answers the times from when a request was due to its answer, in
/// milliseconds, sorted, and the number of wrong answers.
///
/// # Errors
/// When a connection breaks.
pub async fn poll_at_intervals(
    address: SocketAddr,
    clients: Vec<NextRequest>,
    (interval, rounds): (Duration, u32),
    is_right: IsRight,
) -> Result<(Vec<f64>, u64), Failure> {
    let mut connections = Vec::new();
    for client in clients {
        connections.push((Connection::open(address).await?, client));
    }
    let start = Instant::now() + Duration::from_millis(200);
    let count = u32::try_from(connections.len().max(1))?;
    let running: Vec<_> = connections
        .into_iter()
        .zip(0_u32..)
        .map(|((connection, client), index)| {
            let first = start + interval * index / count;
            tokio::spawn(poll(connection, client, Beat { first, interval, rounds }, is_right))
        })
        .collect();
    let (mut times, mut wrong) = (Vec::new(), 0);
    for client in running {
        let (mut own, refused) = client.await??;
        times.append(&mut own);
        wrong += refused;
    }
    times.sort_by(f64::total_cmp);
    Ok((times, wrong))
}

/// When one client asks.
struct Beat {
    first: Instant,
    interval: Duration,
    rounds: u32,
}

async fn poll(
    mut connection: Connection,
    mut client: NextRequest,
    beat: Beat,
    is_right: IsRight,
) -> io::Result<(Vec<f64>, u64)> {
    let (mut times, mut wrong) = (Vec::new(), 0);
    let mut request = Vec::new();
    for round in 0..=beat.rounds {
        let due = beat.first + beat.interval * round;
        tokio::time::sleep_until(due).await;
        client(&mut request);
        let answer = connection.exchange(&request).await?;
        if !is_right(&answer) {
            wrong += 1;
        }
        if round > 0 {
            times.push(due.elapsed().as_secs_f64() * 1000.0);
        }
    }
    Ok((times, wrong))
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::routing::post;
    use tokio::net::TcpListener;

    use super::*;
    use crate::wire::write_post;

    async fn server() -> SocketAddr {
        let app = Router::new().route("/", post(|body: String| async move { body }));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, app).await });
        address
    }

    fn clients(count: usize) -> Vec<NextRequest> {
        let client = |index: usize| -> NextRequest {
            Box::new(move |request| write_post(request, "/", "", if index == 0 { "bad" } else { "good" }))
        };
        (0..count).map(client).collect()
    }

    #[tokio::test]
    async fn right_and_wrong_answers_are_told_apart() {
        let length = Duration::from_millis(200);
        let (tally, clients) =
            hammer(server().await, clients(4), length, |answer| answer.body == b"good").await.unwrap();
        assert!(tally.right > 0 && tally.wrong > 0 && clients.len() == 4, "{tally:?}");
        assert!(tally.per_second > 0.0);
    }

    #[tokio::test]
    async fn every_client_keeps_its_beat_and_the_first_round_is_not_counted() {
        let beat = (Duration::from_millis(50), 3);
        let (times, wrong) =
            poll_at_intervals(server().await, clients(5), beat, |answer| !answer.body.is_empty())
                .await
                .unwrap();
        assert_eq!((times.len(), wrong), (15, 0));
        assert!(times.is_sorted() && times[0] > 0.0);
    }
}
