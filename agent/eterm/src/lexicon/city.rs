//! Which airports the host lists under one city.

/// The city that shares a departure list with an airport: the host answers `BJS` to a question for `PEK`.
/// An airport that stands alone is its own city. Metropolitan areas as IATA assigns them.
#[must_use]
pub fn metropolitan_area(code: &str) -> &str {
    match code {
        "PEK" | "PKX" | "NAY" => "BJS",
        "PVG" => "SHA",
        "TFU" => "CTU",
        "XIY" => "SIA",
        "HND" | "NRT" => "TYO",
        "KIX" | "ITM" | "UKB" => "OSA",
        "CTS" | "OKD" => "SPK",
        "ICN" | "GMP" => "SEL",
        "DMK" => "BKK",
        "CGK" | "HLP" => "JKT",
        "LHR" | "LGW" | "STN" | "LTN" | "LCY" | "SEN" => "LON",
        "CDG" | "ORY" | "BVA" => "PAR",
        "MXP" | "LIN" | "BGY" => "MIL",
        "FCO" | "CIA" => "ROM",
        "SVO" | "DME" | "VKO" | "ZIA" => "MOW",
        "ARN" | "BMA" | "NYO" => "STO",
        "BER" | "TXL" | "SXF" => "BER",
        "JFK" | "EWR" | "LGA" => "NYC",
        "ORD" | "MDW" => "CHI",
        "IAD" | "DCA" | "BWI" => "WAS",
        "IAH" | "HOU" => "HOU",
        "YYZ" | "YTZ" => "YTO",
        "YUL" | "YMX" => "YMQ",
        "GRU" | "CGH" | "VCP" => "SAO",
        "EZE" | "AEP" => "BUE",
        other => other,
    }
}
