//! The names of a PNR: ` 1.林青禾 2.ZHOU/DEMO MS KDEM05`, and the head of a group.

use serde::{Deserialize, Serialize};

/// A passenger with a seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passenger {
    /// The number that `/P1` refers to.
    pub n: u16,
    /// The name without what the other fields say.
    pub name: String,
    /// Adult, child or unaccompanied child.
    #[serde(rename = "type")]
    pub passenger_type: PassengerType,
    /// Title of a Latin name.
    pub title: Option<Title>,
    /// Age of an unaccompanied child; absent from JSON for everybody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<u8>,
}

/// What fares and rules apply to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum PassengerType {
    /// An adult, or whoever is booked as one.
    Adt,
    /// A child: `CHD` behind the name, or `SSR CHLD`.
    Chd,
    /// A child that travels alone: `(UM8)` behind the name.
    Um,
}

/// What stands behind a Latin name. It says nothing about the type: `MSTR` may be an adult's fare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Title {
    /// Mister.
    Mr,
    /// A woman, whether married or not.
    Ms,
    /// A married woman.
    Mrs,
    /// An unmarried woman or a girl.
    Miss,
    /// A boy.
    Mstr,
}

/// ` 0.23DEMOTOUR NM4 KGRP01`: a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupName {
    /// Its name.
    pub name: String,
    /// Seats.
    pub total: u16,
    /// How many names have been entered.
    pub named: u16,
}
