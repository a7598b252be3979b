//! Ticketing devices and their stock: `DI:1`, `EC:1`, `TI:1`, `TN:1X/…`, `TOL:`, `TSL`.

use super::dialogue::Dialogue;
use super::display::sales;
use super::records::{Device, Ticket};
use super::refusal::Refusal;

/// What is to be done with a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeviceCommand {
    /// `DI:n`.
    Display(u16),
    /// `EC:n`.
    TakeControl(u16),
    /// `XC:n`.
    ReleaseControl(u16),
    /// `TI:n`, `XI:n`.
    Input(u16, bool),
    /// `TO:n`, `XO:n`.
    Output(u16, bool),
    /// `TN:nX/first-last`.
    Load(u16, u64, u64),
    /// `TOL:`.
    Stock,
    /// `TSL`, `TSL:n`, `TPR`.
    Sales(Option<u16>),
}

impl DeviceCommand {
    /// Reads one line.
    ///
    /// # Errors
    /// [`Refusal::Function`] when the line is no command of a device, [`Refusal::Device`] or
    /// [`Refusal::Format`] when its field is wrong.
    pub(super) fn parse(line: &str) -> Result<Self, Refusal> {
        match line {
            "TOL" | "TOL:" => return Ok(Self::Stock),
            "TSL" | "TSL:" | "TPR" | "TPR:" => return Ok(Self::Sales(None)),
            _ => (),
        }
        let (verb, field) = line.split_once([':', ' ']).ok_or(Refusal::Function)?;
        let device = || field.trim().parse::<u16>().or(Err(Refusal::Device));
        match verb {
            "DI" => device().map(Self::Display),
            "EC" => device().map(Self::TakeControl),
            "XC" => device().map(Self::ReleaseControl),
            "TI" => device().map(|number| Self::Input(number, true)),
            "XI" => device().map(|number| Self::Input(number, false)),
            "TO" => device().map(|number| Self::Output(number, true)),
            "XO" => device().map(|number| Self::Output(number, false)),
            "TSL" | "TPR" => device().map(|number| Self::Sales(Some(number))),
            "TN" => load(field),
            _ => Err(Refusal::Function),
        }
    }
}

/// `1X/2300000500-2300000999`
fn load(field: &str) -> Result<DeviceCommand, Refusal> {
    let (device, range) = field.trim().split_once("X/").ok_or(Refusal::Format)?;
    let (first, last) = range.split_once('-').ok_or(Refusal::Format)?;
    let device = device.parse().or(Err(Refusal::Device))?;
    match (first.parse(), last.parse(), first.len(), last.len()) {
        (Ok(first), Ok(last), 10, 10) if first <= last => Ok(DeviceCommand::Load(device, first, last)),
        _ => Err(Refusal::Format),
    }
}

impl Dialogue<'_> {
    pub(super) fn device(&mut self, command: &DeviceCommand) -> Result<Vec<String>, Refusal> {
        let office = self.session.workplace().office.clone();
        let pid = self.session.workplace().pid.clone();
        match *command {
            DeviceCommand::Display(number) => {
                let device = self.records.devices.get(&office, number).ok_or(Refusal::Device)?;
                return Ok(sales::device_rows(number, device, &office, self.session.agent()));
            }
            DeviceCommand::Stock => return Ok(sales::stock_rows(&office, self.records.devices.iter())),
            DeviceCommand::Sales(number) => return Ok(self.sales(&office, number)),
            DeviceCommand::TakeControl(number) => self.take_control(&office, number, &pid)?,
            DeviceCommand::ReleaseControl(number) => self.controlled(number)?.control = None,
            DeviceCommand::Input(number, on) => self.controlled(number)?.input = on,
            DeviceCommand::Output(number, on) => self.controlled(number)?.output = on,
            DeviceCommand::Load(number, first, last) => {
                if self.records.devices.is_taken((first, last), &office, number) {
                    return Err(Refusal::Stock);
                }
                let device = self.controlled(number)?;
                if first <= device.last && device.first <= last {
                    return Err(Refusal::Stock);
                }
                (device.first, device.last, device.next) = (first, last, first);
            }
        }
        Ok(vec!["ACCEPTED".to_owned()])
    }

    fn sales(&self, office: &str, number: Option<u16>) -> Vec<String> {
        let today = self.now.date();
        let of_today = |ticket: &&Ticket| {
            ticket.office == office
                && ticket.issued_at.date() == today
                && number.is_none_or(|number| number == ticket.device)
        };
        let tickets: Vec<&Ticket> = self.records.tickets.values().filter(of_today).collect();
        sales::rows(office, today, &tickets)
    }

    fn take_control(&mut self, office: &str, number: u16, pid: &str) -> Result<(), Refusal> {
        let device = self.records.devices.get_mut(office, number).ok_or(Refusal::Device)?;
        if device.control.as_ref().is_some_and(|other| other != pid) {
            return Err(Refusal::DeviceInUse);
        }
        device.control = Some(pid.to_owned());
        Ok(())
    }

    /// A device that this terminal controls.
    fn controlled(&mut self, number: u16) -> Result<&mut Device, Refusal> {
        let workplace = self.session.workplace().clone();
        let device = self.records.devices.get_mut(&workplace.office, number).ok_or(Refusal::Device)?;
        match &device.control {
            Some(pid) if *pid == workplace.pid => Ok(device),
            Some(_) => Err(Refusal::DeviceInUse),
            None => Err(Refusal::Device),
        }
    }

    /// A device that this terminal may issue on, with numbers left.
    pub(super) fn ready_device(&mut self, number: u16) -> Result<(), Refusal> {
        let device = self.controlled(number)?;
        if !device.input || !device.output {
            return Err(Refusal::Inactive);
        }
        if device.stock() == 0 { Err(Refusal::Stock) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn device_commands_name_a_device_or_a_range() {
        assert_eq!(DeviceCommand::parse("EC:1"), Ok(DeviceCommand::TakeControl(1)));
        assert_eq!(DeviceCommand::parse("XI 2"), Ok(DeviceCommand::Input(2, false)));
        assert_eq!(DeviceCommand::parse("TOL:"), Ok(DeviceCommand::Stock));
        let load = DeviceCommand::Load(1, 2_300_000_500, 2_300_000_999);
        assert_eq!(DeviceCommand::parse("TN:1X/2300000500-2300000999"), Ok(load));
        assert_eq!(DeviceCommand::parse("TN:1X/2300000999-2300000500"), Err(Refusal::Format));
        assert_eq!(DeviceCommand::parse("EC:X"), Err(Refusal::Device));
        assert_eq!(DeviceCommand::parse("ZZ:1"), Err(Refusal::Function));
        assert_eq!(DeviceCommand::parse("HELLO"), Err(Refusal::Function));
    }
}
