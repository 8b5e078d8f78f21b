// Calendars as text, for this room's tests.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <string_view>

#include "intake/icalendar.h"

namespace courtesy::intake::for_tests {

/// An account in Madrid that asks for the year 2026 (UTC); it knows one Windows zone and no national numbers.
inline Reading reading() {
  return {.settings = {.zone = Zone::find("Europe/Madrid").value(),
                       .country = "ES",
                       .from = parse_instant("2026-01-01T00:00:00Z").value(),
                       .to = parse_instant("2027-01-01T00:00:00Z").value()},
          .read_number = [](std::string_view, std::string_view) -> Result<PhoneNumber> {
            return invalid("the phone number has no country code");
          },
          .windows_zone = [](std::string_view name) -> std::optional<std::string> {
            if (name == "Eastern Standard Time") return "America/New_York";
            return std::nullopt;
          }};
}

/// `body` begins on line 4.
inline std::string calendar(const std::string& body) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n" + body + "END:VCALENDAR\r\n";
}

inline std::string event(const std::string& uid, const std::string& lines) {
  return "BEGIN:VEVENT\nUID:" + uid + "\n" + lines + "\nEND:VEVENT\n";
}

/// Summer time as in the European Union.
inline std::string defined_zone(const std::string& name, const std::string& winter, const std::string& summer) {
  return "BEGIN:VTIMEZONE\nTZID:" + name + "\nBEGIN:STANDARD\nDTSTART:16011028T030000\nTZOFFSETFROM:" + summer +
         "\nTZOFFSETTO:" + winter + "\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\n" +
         "BEGIN:DAYLIGHT\nDTSTART:16010325T020000\nTZOFFSETFROM:" + winter + "\nTZOFFSETTO:" + summer +
         "\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\nEND:DAYLIGHT\nEND:VTIMEZONE\n";
}

inline Import read(const std::string& bytes, const Reading& how = reading()) {
  auto import = read_icalendar(bytes, how);
  REQUIRE_MESSAGE(import.ok(), import.error().message);
  return *import;
}

inline std::string starts(const Import& import) {
  std::string all;
  for (const Booked& booked : import.appointments) {
    all += (all.empty() ? "" : " ") + courtesy::to_string(booked.start.instant);
  }
  return all;
}

inline bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// With a byte order mark; of well-formed UTF-8.
inline std::string utf16(std::string_view text, bool big_endian) {
  std::string out;
  const auto unit = [&](unsigned value) {
    const char high = static_cast<char>(value >> 8);
    const char low = static_cast<char>(value & 0xFF);
    out += big_endian ? high : low;
    out += big_endian ? low : high;
  };
  unit(0xFEFF);
  for (std::size_t at = 0; at < text.size();) {
    const auto first = static_cast<unsigned char>(text[at]);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    char32_t c = length == 1 ? first : first & (0xFFu >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) c = c << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3F);
    at += length;
    if (c < 0x10000) {
      unit(static_cast<unsigned>(c));
    } else {
      unit(static_cast<unsigned>(0xD800 + ((c - 0x10000) >> 10)));
      unit(static_cast<unsigned>(0xDC00 + ((c - 0x10000) & 0x3FF)));
    }
  }
  return out;
}

}  // namespace courtesy::intake::for_tests
