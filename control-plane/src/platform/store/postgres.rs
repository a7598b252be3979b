//! PostgreSQL: the synchronous client with a pool; each write is one transaction on the blocking pool.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use bytes::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, NoTls, Statement, Transaction};

use super::value::RowOf;
use super::{Column, Connection, Param, Reader, Row, StoreError, Tx, migrations};

/// How often a transaction is run again when the server asks for it.
const ATTEMPTS: usize = 5;

#[derive(Clone, Debug)]
pub(super) struct Postgres {
    pool: Arc<OffRuntime>,
}

/// The pool, closed on a thread of its own: the synchronous client must not end on one that drives a runtime.
#[derive(Debug)]
struct OffRuntime(Option<r2d2::Pool<Manager>>);

impl OffRuntime {
    fn get(&self) -> Result<r2d2::PooledConnection<Manager>, StoreError> {
        match &self.0 {
            Some(pool) => Ok(pool.get()?),
            None => Err(StoreError::Stopped("the pool is closed".to_owned())),
        }
    }
}

impl Drop for OffRuntime {
    fn drop(&mut self) {
        let pool = self.0.take();
        std::thread::spawn(move || drop(pool));
    }
}

/// A client with the statements it has prepared.
pub(super) struct Prepared {
    client: Client,
    statements: Statements,
}

type Statements = HashMap<String, Statement>;

#[derive(Debug)]
struct Manager(Box<postgres::Config>);

impl r2d2::ManageConnection for Manager {
    type Connection = Prepared;
    type Error = postgres::Error;

    fn connect(&self) -> Result<Prepared, postgres::Error> {
        Ok(Prepared { client: self.0.connect(NoTls)?, statements: HashMap::new() })
    }

    fn is_valid(&self, connection: &mut Prepared) -> Result<(), postgres::Error> {
        connection.client.is_valid(Duration::from_secs(2))
    }

    fn has_broken(&self, connection: &mut Prepared) -> bool {
        connection.client.is_closed()
    }
}

impl Postgres {
    pub(super) fn open(url: &str, connections: u32) -> Result<Self, StoreError> {
        let config: postgres::Config = url.parse()?;
        migrations::run_postgres(&mut config.connect(NoTls)?)?;
        let pool = r2d2::Pool::builder()
            .max_size(connections.max(1))
            .min_idle(Some(1))
            .test_on_check_out(false)
            .connection_timeout(Duration::from_secs(10))
            .build(Manager(Box::new(config)))?;
        Ok(Self { pool: Arc::new(OffRuntime(Some(pool))) })
    }

    pub(super) fn write<T, E>(&self, job: &dyn Fn(&mut Tx<'_>) -> Result<T, E>) -> Result<T, E>
    where
        E: From<StoreError>,
    {
        let mut attempt = 1;
        loop {
            match self.write_once(job) {
                Err(Failure::Retry(_)) if attempt < ATTEMPTS => attempt += 1,
                Err(Failure::Retry(error)) => return Err(error.into()),
                Err(Failure::Final(error)) => return Err(error),
                Ok(value) => return Ok(value),
            }
        }
    }

    fn write_once<T, E>(&self, job: &dyn Fn(&mut Tx<'_>) -> Result<T, E>) -> Result<T, Failure<E>>
    where
        E: From<StoreError>,
    {
        let mut connection = self.pool.get().map_err(|error| Failure::Final(error.into()))?;
        let Prepared { client, statements } = &mut *connection;
        let mut transaction = client.transaction().map_err(Failure::of_engine)?;
        let mut retry = None;
        let outcome = {
            let session = Session { on: On::Transaction(&mut transaction), statements, retry: &mut retry };
            let mut tx = Tx(Reader(Connection::Postgres(session)));
            catch_unwind(AssertUnwindSafe(|| job(&mut tx)))
                .unwrap_or_else(|_panic| Err(StoreError::Panicked.into()))
        };
        match (outcome, retry) {
            (Ok(value), _) => transaction.commit().map(|()| value).map_err(Failure::of_engine),
            (Err(_), Some(error)) => Err(Failure::Retry(error)),
            (Err(error), None) => Err(Failure::Final(error)),
        }
    }

    pub(super) fn read<T, E, F>(&self, job: F) -> Result<T, E>
    where
        E: From<StoreError>,
        F: FnOnce(&mut Reader<'_>) -> Result<T, E>,
    {
        let mut connection = self.pool.get()?;
        let Prepared { client, statements } = &mut *connection;
        let mut retry = None;
        job(&mut Reader(Connection::Postgres(Session {
            on: On::Client(client),
            statements,
            retry: &mut retry,
        })))
    }
}

/// Why one attempt did not commit.
enum Failure<E> {
    Retry(StoreError),
    Final(E),
}

impl<E: From<StoreError>> Failure<E> {
    fn of_engine(error: postgres::Error) -> Self {
        let error = StoreError::from(error);
        if error.asks_for_retry() { Self::Retry(error) } else { Self::Final(error.into()) }
    }
}

/// A borrowed connection, in a transaction or not.
pub(super) struct Session<'a> {
    on: On<'a>,
    statements: &'a mut Statements,
    /// Set when the server asked for the transaction to be run again, whatever the domain makes of it.
    retry: &'a mut Option<StoreError>,
}

enum On<'a> {
    Client(&'a mut Client),
    // `Transaction` is invariant in its own lifetime, so it is reached through the trait object's methods.
    Transaction(&'a mut dyn InTransaction),
}

/// The three calls that are needed of a transaction.
trait InTransaction {
    fn prepare(&mut self, sql: &str) -> Result<Statement, postgres::Error>;
    fn query(
        &mut self,
        statement: &Statement,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<postgres::Row>, postgres::Error>;
    fn execute(
        &mut self,
        statement: &Statement,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<u64, postgres::Error>;
}

impl InTransaction for Transaction<'_> {
    fn prepare(&mut self, sql: &str) -> Result<Statement, postgres::Error> {
        Transaction::prepare(self, sql)
    }

    fn query(
        &mut self,
        statement: &Statement,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<postgres::Row>, postgres::Error> {
        Transaction::query(self, statement, params)
    }

    fn execute(
        &mut self,
        statement: &Statement,
        params: &[&(dyn ToSql + Sync)],
    ) -> Result<u64, postgres::Error> {
        Transaction::execute(self, statement, params)
    }
}

impl Session<'_> {
    pub(super) fn query<T>(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        mut map: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let rows = self.run(sql, params, |on, statement, params| match on {
            On::Client(client) => client.query(statement, params),
            On::Transaction(transaction) => transaction.query(statement, params),
        })?;
        rows.iter().map(|row| map(&Row(RowOf::Postgres(row)))).collect()
    }

    pub(super) fn execute(&mut self, sql: &str, params: &[Param<'_>]) -> Result<u64, StoreError> {
        self.run(sql, params, |on, statement, params| match on {
            On::Client(client) => client.execute(statement, params),
            On::Transaction(transaction) => transaction.execute(statement, params),
        })
    }

    fn run<T>(
        &mut self,
        sql: &str,
        params: &[Param<'_>],
        call: impl FnOnce(&mut On<'_>, &Statement, &[&(dyn ToSql + Sync)]) -> Result<T, postgres::Error>,
    ) -> Result<T, StoreError> {
        let statement = self.prepared(sql)?;
        let borrowed: Vec<&(dyn ToSql + Sync)> = params.iter().map(|param| param as _).collect();
        call(&mut self.on, &statement, &borrowed).map_err(|error| self.noted(error))
    }

    fn prepared(&mut self, sql: &str) -> Result<Statement, StoreError> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        // Parameters are written `?1`, as SQLite counts them; here they are `$1`.
        let numbered = sql.replace('?', "$");
        let statement = match &mut self.on {
            On::Client(client) => client.prepare(&numbered),
            On::Transaction(transaction) => transaction.prepare(&numbered),
        }
        .map_err(|error| self.noted(error))?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    fn noted(&mut self, error: postgres::Error) -> StoreError {
        let error = StoreError::from(error);
        if error.asks_for_retry() {
            *self.retry = Some(StoreError::Commit(error.to_string()));
        }
        error
    }
}

pub(super) fn column(row: &postgres::Row, index: usize) -> Result<Column<'_>, StoreError> {
    let kind = row.columns().get(index).map(|column| column.type_().clone());
    let column = match kind {
        Some(Type::INT8) => row.try_get::<_, Option<i64>>(index)?.map(Column::Int),
        Some(Type::INT4) => row.try_get::<_, Option<i32>>(index)?.map(|number| Column::Int(number.into())),
        Some(Type::TEXT | Type::VARCHAR) => row.try_get::<_, Option<&str>>(index)?.map(Column::Text),
        Some(Type::BYTEA) => row.try_get::<_, Option<&[u8]>>(index)?.map(Column::Bytes),
        other => {
            return Err(StoreError::BadColumn {
                index,
                expected: "an integer, text or bytes",
                found: other.map_or_else(|| "no column".to_owned(), |kind| kind.to_string()),
            });
        }
    };
    Ok(column.unwrap_or(Column::Null))
}

impl ToSql for Param<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match *self {
            Param::Null => Ok(IsNull::Yes),
            Param::Int(number) if *kind == Type::INT4 => i32::try_from(number)?.to_sql(kind, out),
            Param::Int(number) => number.to_sql(&Type::INT8, out),
            Param::Text(text) => text.to_sql(kind, out),
            Param::Bytes(bytes) => bytes.to_sql(kind, out),
        }
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT8 | Type::INT4 | Type::TEXT | Type::VARCHAR | Type::BYTEA)
    }

    to_sql_checked!();
}
