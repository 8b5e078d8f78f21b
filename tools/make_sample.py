#!/usr/bin/env python3
"""Writes sample/clinic.ics and sample/phones.toml: two weeks of an invented physiotherapy clinic, and who answers its
clients' phones. All names are invented; all numbers are of the fictional range 555-01xx.

Usage: tools/make_sample.py   (from anywhere; deterministic)
"""
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
FIRST = ("Ana Ben Carla David Elena Felix Grace Hugo Iris Jonas Karin Leo Maya Nils Olga Paul Quinn Rosa Samir Tessa "
         "Uwe Vera Walt Xenia Yusuf Zoe Aldo Britt Cem Dora Emil Fiona").split()
LAST = ("Silva Okafor Jensen Moreau Novak Tanaka Rossi Haddad Keller Lind Mbeki Nowak Ortiz Patel Quist Reyes Sato "
        "Tran Ulloa Vargas Weiss Xu Young Ziegler Abara Brandt Costa Duarte Engel Frost Gallo Horn").split()

# Who answers, in turn: enough of each that a day shows them all.
PERSONAS = (["confirms"] * 22 + ["cancels"] * 6 + ["call-back"] * 6 + ["no-answer"] * 5 + ["busy"] * 5 + ["voicemail"] * 9 +
            ["wrong-keys"] * 4 + ["ignores"] * 3 + ["hears-again"] * 3 + ["opts-out"] * 2 + ["hangs-up"] * 1)
SLOTS = [f"{h:02}{m:02}" for h in range(9, 18) for m in (0, 30)]  # 09:00 to 17:30


def person(i):
    return FIRST[i % len(FIRST)], LAST[(i * 7 + i // len(LAST)) % len(LAST)]


def number(i):
    return f"+1617555{100 + i:04}"


def national(i):
    return f"(617) 555-{100 + i:04}"


def fold(line):
    """RFC 5545 §3.1: lines of at most 75 octets."""
    out, raw = [], line.encode()
    while len(raw) > 73:
        out.append(raw[:73])
        raw = b" " + raw[73:]
    out.append(raw)
    return b"\r\n".join(out).decode()


def event(uid, *properties):
    return ["BEGIN:VEVENT", f"UID:{uid}@harbour.example", "DTSTAMP:20260601T120000Z", *properties, "END:VEVENT"]


def client_lines(i):
    """The three ways in which real calendars keep a client's name and number."""
    first, last = person(i)
    if i % 3 == 0:
        return [f"SUMMARY:{first} {last} {national(i)}", "DESCRIPTION:Physiotherapy"]
    if i % 3 == 1:
        return [f"SUMMARY:{first} {last}", f"DESCRIPTION:Phone: {national(i)}\\nRoom {1 + i % 4}"]
    email = f"{first}.{last}@mail.example".lower()
    return ["SUMMARY:Physiotherapy", f'ATTENDEE;CN="{first} {last}":mailto:{email}', f"DESCRIPTION:Tel. {number(i)}"]


def series(i):
    """Every client comes on Wednesdays; even ones on Tuesdays too, odd ones on Fridays. Two weeks of it."""
    slot = SLOTS[i % len(SLOTS)]
    days, first_day = ("TU,WE", "20260609") if i % 2 == 0 else ("WE,FR", "20260610")
    lines = [f"DTSTART;TZID=America/New_York:{first_day}T{slot}00", "DURATION:PT30M",
             f"RRULE:FREQ=WEEKLY;BYDAY={days};COUNT=4"]
    if i == 8:
        lines.append(f"EXDATE;TZID=America/New_York:20260616T{slot}00")
    return event(f"course-{i:02}", *lines, *client_lines(i))


def at(day, time):
    return f"DTSTART;TZID=America/New_York:{day}T{time}00"


def odd_ones():
    """Overrides and cancellations as calendars write them."""
    slot = SLOTS[10 % len(SLOTS)]
    yield event("course-10", f"RECURRENCE-ID;TZID=America/New_York:20260616T{slot}00", at("20260616", "1800"), "DURATION:PT30M",
                "SEQUENCE:1", *client_lines(10))
    yield event("off", at("20260610", "1000"), "DURATION:PT30M", "STATUS:CANCELLED", *client_lines(3))
    yield event("utc", "DTSTART:20260611T150000Z", "DURATION:PT30M", *client_lines(4))
    yield event("outlook", "DTSTART;TZID=Eastern Standard Time:20260611T110000", "DURATION:PT30M", *client_lines(5))


def bad_rows():
    """What a real export holds too: each must be told, none may be lost."""
    yield event("no-number", at("20260610", "0900"), "DURATION:PT30M", "SUMMARY:Mr Without Phone")
    yield event("short", at("20260610", "0930"), "DURATION:PT30M", "SUMMARY:Ines Short", "DESCRIPTION:Phone: 555-01")
    yield event("abroad", at("20260610", "1030"), "DURATION:PT30M", "SUMMARY:Tom Abroad", "DESCRIPTION:+44 20 7946 0123")
    yield event("zone", "DTSTART;TZID=Harbour Time:20260610T110000", "DURATION:PT30M", "SUMMARY:Zoe Zoneless (617) 555-0170")
    yield event("all-day", "DTSTART;VALUE=DATE:20260610", "SUMMARY:Team day")
    yield event("no-date", "SUMMARY:Nobody knows when (617) 555-0171")


def main():
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Harbour Physiotherapy//Bookings//EN", "METHOD:PUBLISH",
             "X-WR-TIMEZONE:America/New_York"]
    for block in [*(series(i) for i in range(len(PERSONAS))), *odd_ones(), *bad_rows()]:
        lines += block
    lines.append("END:VCALENDAR")
    folder = ROOT / "sample"
    folder.mkdir(exist_ok=True)
    (folder / "clinic.ics").write_bytes(("\r\n".join(map(fold, lines)) + "\r\n").encode())

    phones = ["# Who answers the phones of the sample clinic's clients (tools/make_sample.py writes this file).", "[numbers]"]
    # Spread over the day, so that every hour shows some of each.
    order = sorted(range(len(PERSONAS)), key=lambda i: (i * 29) % len(PERSONAS))
    phones += [f'"{number(client)}" = "{persona}"' for client, persona in sorted(zip(order, PERSONAS))]
    (folder / "phones.toml").write_text("\n".join(phones) + "\n")


if __name__ == "__main__":
    main()
