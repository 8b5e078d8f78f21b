#include "base/phone/engine.h"

#include <cctz/time_zone.h>
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/phone/profile.h"
#include "base/random.h"

namespace courtesy {
namespace {

/// Without the tables there is nothing to test: says so, and the case ends.
bool no_tables() {
  if (phone_tables().ok()) return false;
  MESSAGE("skipped: " << phone_tables().error().message);
  return true;
}

std::string read(std::string_view text, std::string_view country) {
  const auto number = read_number(text, country);
  return number.ok() ? number->e164() : number.error().message;
}

PhoneNumber number(std::string_view e164) { return PhoneNumber::parse(e164).value(); }

bool refused(std::string_view text, std::string_view country, std::string_view because) {
  const auto result = read_number(text, country);
  if (result.ok()) return false;
  CAPTURE(result.error().message);
  CHECK(result.error().message.find(because) != std::string::npos);
  return result.error().code == ErrorCode::invalid;
}

TEST_CASE("a number is read as its country writes it") {
  if (no_tables()) return;
  CHECK(read("(212) 555-0123", "US") == "+12125550123");
  CHECK(read("1-212-555-0123", "US") == "+12125550123");
  CHECK(read("212.555.0123", "us") == "+12125550123");
  CHECK(read("020 7946 0123", "GB") == "+442079460123");
  CHECK(read("(020) 7946 0123", "GB") == "+442079460123");
  CHECK(read("07700 900123", "GB") == "+447700900123");
  CHECK(read("030/23125 000", "DE") == "+493023125000");
}

TEST_CASE("a number in international form needs no country") {
  if (no_tables()) return;
  CHECK(read("+1 212-555-0123", "") == "+12125550123");
  CHECK(read("+44 (0)20 7946 0123", "") == "+442079460123");
  CHECK(read("tel:+1-212-555-0123", "") == "+12125550123");
  CHECK(read("00 44 20 7946 0123", "DE") == "+442079460123");
  CHECK(read("011 44 20 7946 0123", "US") == "+442079460123");
  CHECK(read("44 20 7946 0123", "GB") == "+442079460123");
}

TEST_CASE("an Italian fixed line keeps its zero") {
  if (no_tables()) return;
  CHECK(read("06 5550 1234", "IT") == "+390655501234");
}

TEST_CASE("foreign digits, dashes and invisible marks are understood") {
  if (no_tables()) return;
  CHECK(read("＋１ ２１２‐５５５‑０１２３", "") == "+12125550123");
  CHECK(read("٢١٢٥٥٥٠١٢٣", "US") == "+12125550123");
  CHECK(read("\u202A(212)\u00A0555\u20130123\u202C", "US") == "+12125550123");
}

TEST_CASE("what was not a number is refused in plain words") {
  if (no_tables()) return;
  CHECK(refused("", "US", "none given"));
  CHECK(refused("   ", "US", "none given"));
  CHECK(refused("555-0123", "US", "too short"));
  CHECK(refused("212-555-0123-4567", "US", "too long"));
  CHECK(refused("1-800-FLOWERS", "US", "letters"));
  CHECK(refused("212-555-0123", "", "no country"));
  CHECK(refused("212-555-0123", "Utopia", "ISO code"));
  CHECK(refused("+999 212 555 0123", "", "calling code"));
  CHECK(refused("212-555-0123, 212-555-0124", "US", "more than one"));
  CHECK(refused("00412345678", "AU", "too many"));
  CHECK(refused("+1 212 +1 555", "US", "a + within"));
  CHECK(refused("*67 212-555-0123", "US", "*"));
  CHECK(refused(std::string(251, '1'), "US", "too long"));
}

TEST_CASE("no refusal quotes the number") {
  if (no_tables()) return;
  for (const auto text : {"555-0199", "212-555-0199-4567", "+999 555 0199", "212-555-0199 ext. 7777"}) {
    CHECK(read(text, "US").find("0199") == std::string::npos);
  }
}

TEST_CASE("a number with an extension cannot be dialled, and can be read") {
  if (no_tables()) return;
  CHECK(refused("212-555-0123 ext. 45", "US", "extension"));
  for (const auto text : {"212-555-0123 x45", "212-555-0123 Ext. 45", "212-555-0123, extension: 45", "2125550123#45",
                          "tel:+1-212-555-0123;ext=45"}) {
    CAPTURE(text);
    const auto both = read_number_and_extension(text, "US");
    REQUIRE(both.ok());
    CHECK(both->number.e164() == "+12125550123");
    CHECK(both->extension == "45");
  }
}

TEST_CASE("emergency and short numbers are always refused") {
  if (no_tables()) return;
  CHECK(refused("911", "US", "emergency"));
  CHECK(refused("999", "GB", "emergency"));
  CHECK(refused("112", "DE", "emergency"));
  CHECK(refused("000", "AU", "emergency"));
  CHECK(refused("40404", "US", "emergency or short"));
  CHECK(is_emergency_or_short(number("+112")));
  CHECK(is_emergency_or_short(number("+1911")));
  CHECK(is_emergency_or_short(number("+44999")));
  CHECK_FALSE(is_emergency_or_short(number("+12125550123")));
}

TEST_CASE("a number of the plan is valid, one of the right length possible, any other invalid") {
  if (no_tables()) return;
  CHECK(validity(number("+12125550123")) == Validity::valid);
  CHECK(validity(number("+19835550123")) == Validity::valid);
  CHECK(validity(number("+11115550123")) == Validity::possible);
  CHECK(validity(number("+447700900123")) == Validity::possible);  // of the range kept for drama: nobody has it
  CHECK(validity(number("+121255501")) == Validity::invalid);
  CHECK(validity(number("+9995550123")) == Validity::invalid);
}

TEST_CASE("a number's kind is what its plan says") {
  if (no_tables()) return;
  CHECK(kind(number("+12125550123")) == PhoneKind::fixed_or_mobile);
  CHECK(kind(number("+18005550123")) == PhoneKind::toll_free);
  CHECK(kind(number("+19005550123")) == PhoneKind::premium);
  CHECK(kind(number("+442079460123")) == PhoneKind::fixed);
  CHECK(kind(number("+61491570156")) == PhoneKind::mobile);
  CHECK(kind(number("+11115550123")) == PhoneKind::unknown);
}

TEST_CASE("+1 is not a country") {
  if (no_tables()) return;
  CHECK(region(number("+12125550123")) == "US");
  CHECK(region(number("+16135550123")) == "CA");
  CHECK(region(number("+17875550123")) == "PR");
  CHECK(region(number("+12645550123")) == "AI");
  CHECK(region(number("+11115550123")).empty());
  CHECK(phone_tables()->regions_of_code("1").size() == 25);
}

TEST_CASE("a number is shown as its country writes it, and for abroad") {
  if (no_tables()) return;
  CHECK(national_display(number("+12125550123")) == "(212) 555-0123");
  CHECK(international_display(number("+12125550123")) == "+1 212-555-0123");
  CHECK(national_display(number("+442079460123")) == "020 7946 0123");
  CHECK(international_display(number("+442079460123")) == "+44 20 7946 0123");
  CHECK(international_display(number("+9995550123")) == "+9995550123");
}

TEST_CASE("a number may ring in all zones of its whole area code") {
  if (no_tables()) return;
  using Names = std::vector<std::string>;
  CHECK(zones(number("+12125550123")) == Names{"America/New_York"});
  CHECK(zones(number("+12085550123")) == Names{"America/Boise", "America/Denver", "America/Los_Angeles"});
  const Names alaska = zones(number("+19075550123"));
  CHECK(std::count(alaska.begin(), alaska.end(), "America/Adak") == 1);
  CHECK(std::count(alaska.begin(), alaska.end(), "America/Juneau") == 1);
}

TEST_CASE(
    "a number without a place, or with an area code that is not known, may ring in all zones of its calling code") {
  if (no_tables()) return;
  CHECK(zones(number("+18005550123")).size() == 42);
  CHECK(zones(number("+15285550123")).size() == 42);
  CHECK(zones(number("+61491570156")).size() == 8);  // a mobile, of the range kept for drama
  CHECK(zones(number("+9995550123")).empty());
}

TEST_CASE("every zone that a number may be in is in the tz database") {
  if (no_tables()) return;
  std::map<std::string, bool> known;
  for (const phone::ZoneRow& row : phone_tables()->zone_rows()) {
    for (std::size_t begin = 0; begin < row.zones.size();) {
      const std::size_t end = std::min(row.zones.find('&', begin), row.zones.size());
      cctz::time_zone zone;
      const std::string name(row.zones.substr(begin, end - begin));
      if (!known.contains(name)) known[name] = cctz::load_time_zone(name, &zone);
      begin = end + 1;
    }
  }
  CHECK(known.size() > 200);
  for (const auto& zone : known) CHECK_MESSAGE(zone.second, zone.first);
}

TEST_CASE("an area code tells the state, and where it does not, none is made up") {
  if (no_tables()) return;
  using Names = std::vector<std::string>;
  CHECK(us_states(number("+15025550123")) == Names{"KY"});
  CHECK(us_states(number("+14015550123")) == Names{"RI"});
  CHECK(us_states(number("+12025550123")) == Names{"DC"});
  CHECK(us_states(number("+16135550123")).empty());
  CHECK(us_states(number("+18005550123")).empty());
  CHECK(us_states(number("+442079460123")).empty());
}

std::string found_in(std::string_view text, std::string_view country) {
  std::string all;
  for (const FoundPhone& found : find_numbers(text, country)) {
    all += (all.empty() ? "" : " ") + std::string(text.substr(found.begin, found.end - found.begin)) + "=" +
           found.number.e164();
  }
  return all;
}

TEST_CASE("numbers are found in free text where they stand") {
  if (no_tables()) return;
  CHECK(found_in("Ana, call (212) 555-0123 before noon", "US") == "(212) 555-0123=+12125550123");
  CHECK(found_in("home 212-555-0123, cell 212-555-0124.", "US") ==
        "212-555-0123=+12125550123 212-555-0124=+12125550124");
  CHECK(found_in("212-555-0123 / 212-555-0124", "US") == "212-555-0123=+12125550123 212-555-0124=+12125550124");
  CHECK(found_in("212-555-0123 212-555-0124", "US") == "212-555-0123=+12125550123 212-555-0124=+12125550124");
  CHECK(found_in("Tel.:+44 20 7946 0123", "") == "+44 20 7946 0123=+442079460123");
  CHECK(found_in("2026-11-25 212-555-0123", "US") == "212-555-0123=+12125550123");
  CHECK(found_in("at 14:00 020 7946 0123", "GB") == "020 7946 0123=+442079460123");
  CHECK(found_in("“212-555-0123”", "US") == "212-555-0123=+12125550123");
  const auto found = find_numbers("ring 212-555-0123 ext. 45, please", "US");
  REQUIRE(found.size() == 1);
  CHECK(found[0].extension == "45");
}

TEST_CASE("no number is found twice, and no more than a hundred") {
  if (no_tables()) return;
  CHECK(found_in("2125550123/ 2125550124", "US") == "2125550123=+12125550123 2125550124=+12125550124");
  std::string many;
  for (int i = 0; i < 300; ++i) many += "2125550123 ";
  CHECK(find_numbers(many, "US").size() == 100);
}

TEST_CASE("what may be something else is not found as a number") {
  if (no_tables()) return;
  CHECK(found_in("order A2125550123", "US").empty());
  CHECK(found_in("$2125550123", "US").empty());
  CHECK(found_in("https://example.test/2125550123", "US").empty());
  CHECK(found_in("2125550123@example.test", "US").empty());
  CHECK(found_in("4111 1111 1111 1111", "US").empty());
  CHECK(found_in("from 2026-11-25 to 2026-11-26", "US").empty());
  CHECK(found_in("10-11-2026", "DK").empty());
  CHECK(found_in("7 of 9, room 12", "US").empty());
  CHECK(found_in("12 2125550123 7", "US").empty());
  CHECK(found_in("", "US").empty());
}

TEST_CASE("whatever the bytes are, they are a number that reads back as itself, or a refusal") {
  if (no_tables()) return;
  SeededRandom random(20261125);
  const std::array<std::string_view, 20> pieces{"+", "1", "44",  "0",  "00",   "212", "555", "0123",     " ",    "-",
                                                "(", ")", "ext", "x5", "tel:", ";",   "٣",   "\xF0\x9F", "\xC3", ",#*"};
  const std::array<std::string_view, 5> countries{"US", "GB", "SM", "AR", ""};
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (std::uint64_t n = random.below(12); n > 0; --n) text += pieces[random.below(pieces.size())];
    const auto country = countries[random.below(countries.size())];
    CAPTURE(text);
    for (const FoundPhone& found : find_numbers(text, country)) {
      REQUIRE(found.begin < found.end);
      REQUIRE(found.end <= text.size());
      REQUIRE(validity(found.number) == Validity::valid);
    }
    const auto read = read_number_and_extension(text, country);
    if (!read.ok()) continue;
    REQUIRE_FALSE(is_emergency_or_short(read->number));
    REQUIRE(validity(read->number) != Validity::invalid);
    const auto again = read_number(read->number.e164(), "");
    REQUIRE(again.ok());
    CHECK(again->e164() == read->number.e164());
  }
}

TEST_CASE("a profile says what the questions one by one say") {
  if (no_tables()) return;
  for (const char* one :
       {"+12125550123", "+18005550123", "+19005550123", "+442079460123", "+61491570156", "+11115550123",
        "+447700900123", "+121255501", "+9995550123", "+112", "+44999", "+5511961234567"}) {
    INFO(one);
    const PhoneProfile known = profile(number(one));
    CHECK(known.region == region(number(one)));
    CHECK(known.kind == kind(number(one)));
    CHECK(known.validity == validity(number(one)));
    CHECK(known.emergency_or_short == is_emergency_or_short(number(one)));
    CHECK(known.zones == zones(number(one)));
  }
}

TEST_CASE("tables that are not there, or not as they should be, are an error with its line") {
  const auto none = PhoneTables::read({});
  REQUIRE_FALSE(none.ok());
  CHECK(none.error().code == ErrorCode::unavailable);
  const auto bad = PhoneTables::read({.metadata = "R\tUS\t1\t011\t1\t\t\t10\t\\d{10}\nwhat\n",
                                      .short_numbers = "US\t911\t911\n",
                                      .zones = "1\tUTC\n",
                                      .us_states = "212\tNY\n"});
  REQUIRE_FALSE(bad.ok());
  CHECK(bad.error().message.find("phone_metadata.txt:2") == 0);
}

}  // namespace
}  // namespace courtesy
