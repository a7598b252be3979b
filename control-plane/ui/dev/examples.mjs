// PNRs, tickets and fares as the agent reads them off screens; all people and numbers are invented.

export const pnrs = {
  fresh: {
    kind: "pnr",
    locator: "KABC12",
    cancelled: false,
    eticket: false,
    married: false,
    queue: null,
    group: null,
    passengers: [{"n": 1, "name": "林青禾", "type": "ADT", "title": null}],
    segments: [{"n": 2, "flight": "CA4193", "codeshare": false, "class": "G", "dow": "WE", "date": "25NOV", "year": null, "from": "CTU", "to": "PEK", "status": "HK", "count": 1, "dep": "0700", "arr": "0935", "arr_offset": 0, "wl_position": null, "et": true, "dep_term": "T2", "arr_term": "T3", "sched_chg": false, "operating": null}],
    ticketed_item: false,
    tl: {"time": "1200", "date": "24NOV", "office": "CTU999"},
    contacts: ["CTU/T CTU/T 028-00000000/CHENGDU DEMO TRAVEL SERVICE/LI DEMO ABCDEFG"],
    tkne: [],
    ssr: [{"n": 5, "code": "FOID", "carrier": "CA", "action": "HK1", "text": "NI999999199001010011", "pax": [1]}, {"n": 6, "code": "ADTK", "carrier": "1E", "action": null, "text": "BY CTU20NOV26/1605 OR CXL CA ALL SEGS", "pax": null}],
    osi: [{"n": 7, "carrier": "CA", "text": "CTCT13000000001", "pax": null}, {"n": 8, "carrier": "CA", "text": "CTCM13000000002", "pax": [1]}],
    airline_pnr: [{"carrier": "CA", "locator": "NX1Y2Z"}],
    auth: [],
    tn: [],
    fare: null,
    infants: [],
    other: [],
    office: "CTU999",
    more: false,
  },
  ticketed: {
    kind: "pnr",
    locator: "KDEM05",
    cancelled: false,
    eticket: true,
    married: false,
    queue: null,
    group: null,
    passengers: [{"n": 1, "name": "何小满", "type": "CHD", "title": null}, {"n": 2, "name": "周一帆", "type": "ADT", "title": null}, {"n": 3, "name": "ZHOU/DEMO", "type": "ADT", "title": "MS"}],
    segments: [{"n": 4, "flight": "3U8804", "codeshare": false, "class": "Y", "dow": "TU", "date": "01DEC", "year": null, "from": "XIY", "to": "CTU", "status": "RR", "count": 3, "dep": "1345", "arr": "1525", "arr_offset": 0, "wl_position": null, "et": true, "dep_term": "T3", "arr_term": "T1", "sched_chg": false, "operating": null}],
    ticketed_item: true,
    tl: null,
    contacts: ["CTU/T CTU/T 028-00000000/CHENGDU DEMO TRAVEL SERVICE/LI DEMO ABCDEFG"],
    tkne: [{"carrier": "3U", "from": "XIY", "to": "CTU", "flight": "8804", "class": "Y", "date": "01DEC", "ticket": "876-2300000011", "coupon": 1, "pending": false, "infant": false, "pax": 2}, {"carrier": "3U", "from": "XIY", "to": "CTU", "flight": "8804", "class": "Y", "date": "01DEC", "ticket": "876-2300000012", "coupon": 1, "pending": false, "infant": false, "pax": 3}, {"carrier": "3U", "from": "XIY", "to": "CTU", "flight": "8804", "class": "Y", "date": "01DEC", "ticket": "876-2300000013", "coupon": 1, "pending": false, "infant": false, "pax": 1}],
    ssr: [{"n": 7, "code": "FOID", "carrier": "3U", "action": "HK1", "text": "NI999999201801010022", "pax": [1]}, {"n": 8, "code": "FOID", "carrier": "3U", "action": "HK1", "text": "NI999999198802020033", "pax": [2]}, {"n": 9, "code": "FOID", "carrier": "3U", "action": "HK1", "text": "PPE00000001", "pax": [3]}, {"n": 10, "code": "OTHS", "carrier": "1E", "action": null, "text": "1 PNR RR AND PRINTED", "pax": null}, {"n": 11, "code": "OTHS", "carrier": "1E", "action": null, "text": "1 3UAIRLINES ET PNR", "pax": null}, {"n": 15, "code": "CHLD", "carrier": "3U", "action": "HK1", "text": "01JAN18", "pax": [1]}],
    osi: [{"n": 16, "carrier": "3U", "text": "CTCT13000000003", "pax": null}],
    airline_pnr: [{"carrier": "CA", "locator": "PK3M7Q"}],
    auth: ["SHA999"],
    tn: [{"ticket": "876-2300000011", "conj_last2": null, "infant": false, "pax": 2}, {"ticket": "876-2300000012", "conj_last2": null, "infant": false, "pax": 3}, {"ticket": "876-2300000013", "conj_last2": null, "infant": false, "pax": 1}],
    fare: null,
    infants: [],
    other: ["FP/CASH,CNY"],
    office: "CTU999",
    more: false,
  },
  infant: {
    kind: "pnr",
    locator: "KDEM06",
    cancelled: false,
    eticket: false,
    married: false,
    queue: null,
    group: null,
    passengers: [{"n": 1, "name": "林青禾", "type": "ADT", "title": null}],
    segments: [{"n": 2, "flight": "MU5406", "codeshare": false, "class": "E", "dow": "SU", "date": "06DEC", "year": null, "from": "CTU", "to": "SHA", "status": "HK", "count": 1, "dep": "0800", "arr": "1100", "arr_offset": 0, "wl_position": null, "et": true, "dep_term": "T2", "arr_term": "T2", "sched_chg": false, "operating": null}],
    ticketed_item: false,
    tl: {"time": "1800", "date": "30NOV", "office": "CTU999"},
    contacts: ["CTU/T CTU/T 028-00000000/CHENGDU DEMO TRAVEL SERVICE/LI DEMO ABCDEFG"],
    tkne: [],
    ssr: [{"n": 7, "code": "FOID", "carrier": "MU", "action": "HK1", "text": "NI999999199001010011", "pax": [1]}, {"n": 8, "code": "INFT", "carrier": "MU", "action": "KK1", "text": "CTUSHA 5406 E06DEC LIN/XIAOHE 05MAR26", "pax": [1]}, {"n": 9, "code": "ADTK", "carrier": "1E", "action": null, "text": "BY CTU20NOV26/1605 OR CXL MU5406 E06DEC", "pax": null}],
    osi: [{"n": 10, "carrier": "YY", "text": "1INF LINXIAOHEINF", "pax": [1]}, {"n": 11, "carrier": "MU", "text": "CTCT13000000001", "pax": null}],
    airline_pnr: [{"carrier": "CA", "locator": "QW8E4R"}],
    auth: [],
    tn: [],
    fare: [{"infant": false, "fare": "1090.00", "commission": "0.00", "taxes": [{"code": "CN", "cur": "CNY", "amount": "50.00"}, {"code": "YQ", "cur": "CNY", "amount": "70.00"}], "total": "1210.00", "cur": "CNY", "pax": null}, {"infant": true, "fare": "160.00", "commission": "0.00", "taxes": [{"code": "CN", "cur": null, "amount": null}, {"code": "YQ", "cur": null, "amount": null}], "total": "160.00", "cur": "CNY", "pax": null}],
    infants: [{"name": "林小禾", "born": "MAR26", "pax": 1}],
    other: ["FC/A/CTU MU SHA 1090.00E CNY1090.00END", "FC/IN/CTU MU SHA 160.00YIN90 CNY160.00END", "EI/BIANGENGSHOUFEI 变更收费", "FP/CASH,CNY", "FP/IN/CASH,CNY"],
    office: "CTU999",
    more: false,
  },
  rescheduled: {
    kind: "pnr",
    locator: "KDEM07",
    cancelled: false,
    eticket: true,
    married: true,
    queue: "SHA999 SCHEDULE CHG  (  0002  )  (  0002  )",
    group: null,
    passengers: [{"n": 1, "name": "DEMO/ALPHA", "type": "ADT", "title": "MR"}, {"n": 2, "name": "DEMO/BETA", "type": "CHD", "title": null}],
    segments: [{"n": 3, "flight": "CX881", "codeshare": false, "class": "S2", "dow": "SA", "date": "23JAN", "year": "27", "from": "LAX", "to": "HKG", "status": "HK", "count": 2, "dep": "0055", "arr": "0645", "arr_offset": 1, "wl_position": null, "et": true, "dep_term": "B", "arr_term": "1", "sched_chg": false, "operating": null}, {"n": 4, "flight": "CX368", "codeshare": false, "class": "S", "dow": "SU", "date": "24JAN", "year": "27", "from": "HKG", "to": "PVG", "status": "UN", "count": 2, "dep": "0835", "arr": "1110", "arr_offset": 0, "wl_position": null, "et": true, "dep_term": "1", "arr_term": "2", "sched_chg": true, "operating": null}, {"n": 5, "flight": "CX368", "codeshare": false, "class": "S2", "dow": "SU", "date": "24JAN", "year": "27", "from": "HKG", "to": "PVG", "status": "TK", "count": 2, "dep": "0915", "arr": "1144", "arr_offset": 0, "wl_position": null, "et": true, "dep_term": "1", "arr_term": "2", "sched_chg": true, "operating": null}],
    ticketed_item: true,
    tl: null,
    contacts: ["SHA/T SHA/T 021-00000000/SHANGHAI DEMO TRAVEL SERVICE/CHEN DEMO ABCDEFG"],
    tkne: [{"carrier": "CX", "from": "LAX", "to": "HKG", "flight": "881", "class": "S", "date": "23JAN", "ticket": "160-2300000021", "coupon": 1, "pending": false, "infant": false, "pax": 1}, {"carrier": "CX", "from": "LAX", "to": "HKG", "flight": "881", "class": "S", "date": "23JAN", "ticket": "160-2300000022", "coupon": 1, "pending": false, "infant": false, "pax": 2}],
    ssr: [{"n": 8, "code": "OTHS", "carrier": "1E", "action": null, "text": "DUPE BKG FOUND PLS HV PAX CANX DUPE OR BKG WILL BE AUTO CANX ON 05JAN27", "pax": null}, {"n": 9, "code": "ADTK", "carrier": "1E", "action": null, "text": "ADV TKT NBR TO CX/KA BY 11JAN 0300 GMT OR SUBJECT TO CANCEL", "pax": null}, {"n": 12, "code": "DOCS", "carrier": "CX", "action": "HK1", "text": "P/CN/E00000002/CN/12MAR86/M/29OCT34/DEMO/ALPHA", "pax": [1]}],
    osi: [{"n": 13, "carrier": "CX", "text": "CTCT13000000004", "pax": null}],
    airline_pnr: [{"carrier": "1A", "locator": "Y0DEMO"}],
    auth: [],
    tn: [{"ticket": "160-2300000021", "conj_last2": null, "infant": false, "pax": 1}, {"ticket": "160-2300000022", "conj_last2": null, "infant": false, "pax": 2}],
    fare: null,
    infants: [],
    other: ["FP/"],
    office: "SHA999",
    more: false,
  },
  group: {
    kind: "pnr",
    locator: "KGRP01",
    cancelled: false,
    eticket: false,
    married: false,
    queue: null,
    group: {"name": "DEMOTOUR", "total": 23, "named": 4},
    passengers: [{"n": 1, "name": "林青禾", "type": "ADT", "title": null}, {"n": 2, "name": "周一帆", "type": "ADT", "title": null}, {"n": 3, "name": "何小满", "type": "CHD", "title": null}, {"n": 4, "name": "DEMO/GAMMA", "type": "ADT", "title": null}],
    segments: [{"n": 5, "flight": "CZ3447", "codeshare": false, "class": "M", "dow": "FR", "date": "18DEC", "year": null, "from": "WUH", "to": "CTU", "status": "HK", "count": 23, "dep": "0810", "arr": "0950", "arr_offset": 0, "wl_position": null, "et": true, "dep_term": null, "arr_term": "T2", "sched_chg": false, "operating": null}],
    ticketed_item: false,
    tl: {"time": "1200", "date": "01DEC", "office": "WUH999"},
    contacts: ["WUH/T WUH/T 027-00000000/WUHAN DEMO TRAVEL/WANG DEMO ABCDEFG"],
    tkne: [],
    ssr: [],
    osi: [],
    airline_pnr: [],
    auth: [],
    tn: [],
    fare: null,
    infants: [],
    other: [],
    office: "WUH999",
    more: false,
  },
  cancelled: {
    kind: "pnr",
    locator: "KDEM08",
    cancelled: true,
    eticket: false,
    married: false,
    queue: null,
    group: null,
    passengers: [{"n": 1, "name": "林青禾", "type": "ADT", "title": null}, {"n": 2, "name": "周一帆", "type": "ADT", "title": null}],
    segments: [{"n": 3, "flight": "MU2542", "codeshare": false, "class": "Y", "dow": "WE", "date": "25NOV", "year": null, "from": "WUH", "to": "CAN", "status": "DL", "count": 2, "dep": "0940", "arr": "1125", "arr_offset": 0, "wl_position": null, "et": true, "dep_term": "T2", "arr_term": null, "sched_chg": false, "operating": null}],
    ticketed_item: false,
    tl: {"time": "1200", "date": "20NOV", "office": "WUH999"},
    contacts: ["WUH/T WUH/T 027-00000000/WUHAN DEMO TRAVEL/WANG DEMO ABCDEFG"],
    tkne: [],
    ssr: [{"n": 6, "code": "FOID", "carrier": "MU", "action": "HK1", "text": "NI999999199001010011", "pax": [1]}],
    osi: [{"n": 7, "carrier": "MU", "text": "CTCT13000000005", "pax": null}],
    airline_pnr: [],
    auth: [],
    tn: [],
    fare: null,
    infants: [],
    other: [],
    office: "WUH999",
    more: false,
  },
};

export const faces = {
  simple: {
    kind: "detr",
    ticket: "999-2300000031",
    issued_by: "AIR CHINA",
    org: "CTU",
    dst: "BJS",
    type: "BSP-D",
    endorsement: "不得签转/变更退票收费",
    tour_code: null,
    receipt_printed: false,
    passenger: "林青禾",
    exch: null,
    conj: null,
    coupons: [{"n": 1, "stop": "O", "from": "CTU", "carrier": "CA", "flight": "4193", "class": "G", "date": "25NOV", "time": "0700", "seat": "OK", "fare_basis": "G", "nvb": null, "nva": null, "baggage": "20K", "status": "OPEN FOR USE", "dep_term": "T2", "arr_term": "T3", "ics_pnr": "NX1Y2Z", "crs_pnr": "KABC12", "crs_sys": "1E"}],
    end: "PEK",
    fc: "25NOV26CTU CA PEK680.00CNY680.00END",
    fare: {"cur": "CNY", "amount": "680.00"},
    equiv: null,
    taxes: [{"code": "CN", "cur": "CNY", "amount": "50.00"}, {"code": "YQ", "cur": "CNY", "amount": "70.00"}],
    total: {"cur": "CNY", "amount": "800.00"},
    fop: "CASH(CNY)",
    oi: null,
    more: false,
  },
  journey: {
    kind: "detr",
    ticket: "999-2300000055",
    issued_by: "AIR CHINA",
    org: "CTU",
    dst: "CTU",
    type: "BSP-I",
    endorsement: "Q/NONEND PENALTY APPLS",
    tour_code: "DEMO01",
    receipt_printed: true,
    passenger: "DEMO/ALPHA MR",
    exch: null,
    conj: null,
    coupons: [{"n": 1, "stop": "O", "from": "CTU", "carrier": "CA", "flight": "421", "class": "Q", "date": "03DEC", "time": "1435", "seat": "OK", "fare_basis": "QLWCNH2", "nvb": null, "nva": "03JUN7", "baggage": "2PC", "status": "USED/FLOWN", "dep_term": "T2", "arr_term": "1", "ics_pnr": "PX9T4K", "crs_pnr": "KDEM09", "crs_sys": "1E"}, {"n": 2, "stop": "O", "from": "NRT", "carrier": "CA", "flight": "926", "class": "Q", "date": "12DEC", "time": "1505", "seat": "OK", "fare_basis": "QLXCNH2", "nvb": "05DEC6", "nva": "03JUN7", "baggage": "2PC", "status": "CHECKED IN", "dep_term": "1", "arr_term": "T3", "ics_pnr": "PX9T4K", "crs_pnr": "KDEM09", "crs_sys": "1E"}, {"n": 3, "stop": "X", "from": "PEK", "carrier": "CA", "flight": "OPEN", "class": "Q", "date": null, "time": null, "seat": null, "fare_basis": "QLXCNH2", "nvb": "05DEC6", "nva": "03JUN7", "baggage": "2PC", "status": "OPEN FOR USE", "dep_term": null, "arr_term": null, "ics_pnr": "PX9T4K", "crs_pnr": "KDEM09", "crs_sys": "1E"}],
    end: "CTU",
    fc: "CTU CA TYO M412.00CA X/BJS CA CTU M412.00NUC824.00END ROE6.90",
    fare: {"cur": "CNY", "amount": "5690.00"},
    equiv: null,
    taxes: [{"code": "CN", "cur": "CNY", "amount": "90.00"}, {"code": "YQ", "cur": null, "amount": null}],
    total: {"cur": "CNY", "amount": "5780.00"},
    fop: "CASH(CNY)",
    oi: null,
    more: false,
  },
};

export const fares = {
  adult: [{"n": 1, "basis": "G", "cur": "CNY", "fare": "680.00", "cn": "50.00", "yq": "70.00", "total": "800.00"}],
  roundTrip: [{"n": 1, "basis": "Y+M1", "cur": "CNY", "fare": "3380.00", "cn": "100.00", "yq": null, "total": "3480.00"}, {"n": 2, "basis": "RT/Y+RT/Y", "cur": "CNY", "fare": "3210.00", "cn": "100.00", "yq": "140.00", "total": "3450.00"}],
  child: [{"n": 1, "basis": "YCH", "cur": "CNY", "fare": "790.00", "cn": null, "yq": null, "total": "790.00"}],
  infant: [{"n": 1, "basis": "YIN90", "cur": "CNY", "fare": "160.00", "cn": null, "yq": null, "total": "160.00"}],
};

export const screens = {
  fresh: [
` 1.林青禾 KABC12
 2.  CA4193 G   WE25NOV  CTUPEK HK1   0700 0935          E T2T3
 3.CTU/T CTU/T 028-00000000/CHENGDU DEMO TRAVEL SERVICE/LI DEMO ABCDEFG
 4.TL/1200/24NOV/CTU999
 5.SSR FOID CA HK1 NI999999199001010011/P1
 6.SSR ADTK 1E BY CTU20NOV26/1605 OR CXL CA ALL SEGS
 7.OSI CA CTCT13000000001
 8.OSI CA CTCM13000000002/P1
 9.RMK CA/NX1Y2Z
10.CTU999`,
  ],
  ticketed: [
`  **ELECTRONIC TICKET PNR**
 1.何小满CHD 2.周一帆 3.ZHOU/DEMO MS KDEM05
 4.  3U8804 Y   TU01DEC  XIYCTU RR3   1345 1525          E T3T1
 5.CTU/T CTU/T 028-00000000/CHENGDU DEMO TRAVEL SERVICE/LI DEMO ABCDEFG
 6.T
 7.SSR FOID 3U HK1 NI999999201801010022/P1
 8.SSR FOID 3U HK1 NI999999198802020033/P2
 9.SSR FOID 3U HK1 PPE00000001/P3
10.SSR OTHS 1E 1 PNR RR AND PRINTED
11.SSR OTHS 1E 1 3UAIRLINES ET PNR
12.SSR TKNE 3U HK1 XIYCTU 8804 Y01DEC 8762300000011/1/P2
13.SSR TKNE 3U HK1 XIYCTU 8804 Y01DEC 8762300000012/1/P3                       +`,
`>PN
14.SSR TKNE 3U HK1 XIYCTU 8804 Y01DEC 8762300000013/1/P1                       -
15.SSR CHLD 3U HK1 01JAN18/P1
16.OSI 3U CTCT13000000003
17.RMK CA/PK3M7Q
18.RMK TJ AUTH SHA999
19.TN/876-2300000011/P2
20.TN/876-2300000012/P3
21.TN/876-2300000013/P1
22.FP/CASH,CNY
23.CTU999`,
  ],
};
