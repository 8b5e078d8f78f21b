#include "intake/client.h"

#include <doctest/doctest.h>

#include "intake/calendar_for_tests.h"
#include "intake/find_number.h"
#include "intake/pattern.h"

using namespace courtesy;
using namespace courtesy::intake;
using namespace courtesy::intake::for_tests;

namespace {

/// Spanish national numbers: nine digits from 6 to 9.
Reading spanish() {
  Reading how = reading();
  how.read_number = [](std::string_view text, std::string_view country) -> Result<PhoneNumber> {
    std::string digits;
    for (const char c : text) {
      if (c >= '0' && c <= '9') digits += c;
    }
    if (country != "ES" || digits.size() != 9 || digits[0] < '6') return invalid("no number of this country");
    return PhoneNumber::parse("+34" + digits);
  };
  return how;
}

Booked booked(const std::string& lines, const Reading& how = spanish()) {
  return read(calendar(event("a", "DTSTART:20260601T090000Z\n" + lines)), how).appointments.at(0);
}

std::string number_in(const std::string& lines, const Reading& how = spanish()) {
  const Booked found = booked(lines, how);
  CHECK((!found.number || found.unreachable.empty()));
  return found.number ? found.number->e164() : "none";
}

}  // namespace

TEST_CASE("the attendee who is not the organizer is the client") {
  const Booked found = booked(
      "ORGANIZER;CN=Dr. Ruiz:mailto:ruiz@clinic.example\nATTENDEE;CN=Dr. Ruiz:MAILTO:ruiz@clinic.example\n"
      "ATTENDEE;CUTYPE=ROOM;CN=Room 2:mailto:room2@clinic.example\n"
      "ATTENDEE;CN=\"Gil, Ana\";EMAIL=ana@example.org:tel:+34-600-123-456\nSUMMARY:Check-up");
  CHECK(found.name == "Gil, Ana");
  CHECK(found.number->e164() == "+34600123456");
  CHECK(found.email == "ana@example.org");
  CHECK(found.summary == "Check-up");
  CHECK(found.unreachable.empty());
}

TEST_CASE("an attendee by mail gives the name, and the number is looked for elsewhere") {
  const Booked found = booked("ATTENDEE;CN=Ana Gil:mailto:ana@example.org\nLOCATION:Call +34 600 123 456");
  CHECK(found.name == "Ana Gil");
  CHECK(found.email == "ana@example.org");
  CHECK(found.number->e164() == "+34600123456");
  CHECK(booked("ATTENDEE;CN=ana@example.org:mailto:ana@example.org\nSUMMARY:Ana").name == "Ana");
}

TEST_CASE("lines of the description with a label give name, number and address") {
  const Booked found = booked(
      "SUMMARY:Cut and colour\nDESCRIPTION:Client: Ana Gil\\nTel\xC3\xA9"
      "fono: 600 123 456\\nE-mail: ana@example.org\\n"
      "Our shop: +34 910 000 000");
  CHECK(found.name == "Ana Gil");
  CHECK(found.number->e164() == "+34600123456");
  CHECK(found.email == "ana@example.org");
  CHECK(number_in("DESCRIPTION:<p>Name: Ana</p><b>Phone:</b> +34600123456<br>Office +34910000000") == "+34600123456");
}

TEST_CASE("a number is found in free text, and the rest of the title is the name") {
  const Booked found = booked("SUMMARY:Ana Gil - 600 123 456");
  CHECK(found.name == "Ana Gil");
  CHECK(found.number->e164() == "+34600123456");
  CHECK(booked("SUMMARY:Ana Gil (+34 600-123-456)").name == "Ana Gil");
  for (const auto* text :
       {"+34 600 123 456", "+34600123456", "(+34) 600 123 456", "+34 (600) 12-34-56", "tel:+34600123456",
        "call 600123456.", "600.12.34.56", "<+34600123456>", "600 12 34 56, ring twice"}) {
    CAPTURE(text);
    CHECK(number_in(std::string("DESCRIPTION:") + text) == "+34600123456");
  }
  CHECK(number_in("DESCRIPTION:+44 (0)20 7946 0958") == "+442079460958");
}

TEST_CASE("dates, times, prices, codes, links and words with digits are no numbers") {
  for (const auto* text : {"2026-05-12", "12.05.2026 09:00", "20 EUR", "order A600123456", "600123456x", "#600123456",
                           "https://example.org/?id=600123456", "ref_600123456", "a@600123456.example",
                           "600123456,,991#", "Meeting 12:30-13:30", "$600123456", ""}) {
    CAPTURE(text);
    CHECK(find_numbers(text, spanish()).usable.empty());
  }
}

TEST_CASE("two different numbers in one place are not guessed between, the same number twice is one") {
  const Booked found = booked("DESCRIPTION:+34600123456 or +34600999888");
  CHECK_FALSE(found.number);
  CHECK(contains(found.unreachable, "2 different phone numbers"));
  CHECK(number_in("DESCRIPTION:+34600123456\\, that is 600 123 456") == "+34600123456");
  CHECK(number_in("ATTENDEE;CN=A:tel:+34600123456\nATTENDEE;CN=B:tel:+34600999888") == "none");
  CHECK(number_in("SUMMARY:Ana 600123456\nDESCRIPTION:Our office 910000000") == "+34600123456");
}

TEST_CASE("without a usable number the event is an appointment, which says why where there is one at all") {
  CHECK(booked("SUMMARY:Ana").unreachable.empty());
  CHECK(contains(booked("DESCRIPTION:Phone: 123 456 7").unreachable, "description"));
  CHECK(contains(booked("ATTENDEE;CN=A:tel:12\nDESCRIPTION:910000000").unreachable, "attendee"));
  CHECK(contains(booked("SUMMARY:600123456", reading()).unreachable, "country code"));
  for (const auto* lines : {"DESCRIPTION:Phone: 123 456 7", "SUMMARY:600 999 8887 7"}) {
    CHECK_FALSE(contains(booked(lines).unreachable, "7"));  // what is told apart from the input repeats none of it
  }
}

TEST_CASE("numbers in national form are read by the country's numbering plan") {
  Reading how = reading();
  how.read_number = {};
  how.settings.country = "US";
  if (read_number("+12125550123", how).ok() && !read_number("(212) 736-5000", how).ok()) {
    MESSAGE("skipped: the tables of numbering plans are not in this build (./dev data)");
    return;
  }
  CHECK(number_in("DESCRIPTION:call (212) 736-5000 please", how) == "+12127365000");
  CHECK(number_in("ATTENDEE;CN=Ana:tel:212-736-5000", how) == "+12127365000");
  CHECK(number_in("SUMMARY:Ana 212.736.5000", how) == "+12127365000");
  CHECK(number_in("SUMMARY:Ana\\, order 12345678", how) == "none");
  CHECK(number_in("SUMMARY:Ana +1 212 736 50", how) == "none");
}

TEST_CASE("an account's own pattern goes before all other places") {
  Reading how = spanish();
  how.patterns = {{Field::summary, "{any} / {name} / {number}"}, {Field::description, "Reach {name} at {number}"}};
  const Booked title = booked("SUMMARY:Cut / Ana Gil / 600123456\nATTENDEE;CN=Other:tel:+34600999888", how);
  CHECK(title.name == "Ana Gil");
  CHECK(title.number->e164() == "+34600123456");
  const Booked line = booked("SUMMARY:Cut\nDESCRIPTION:Hello\\nreach  Ana Gil at 600123456\\nBye", how);
  CHECK(line.name == "Ana Gil");
  CHECK(line.number->e164() == "+34600123456");
  how.patterns = {{Field::summary, "{phone}"}};
  CHECK_FALSE(read_icalendar(calendar(""), how).ok());
}

TEST_CASE("a pattern fits the whole text or not at all") {
  CHECK(match_pattern("{name} with {any}", "Ana Gil with Dr. Ruiz")->name == "Ana Gil");
  CHECK(match_pattern("{name} - {number}", "Ana - Maria - 600123456")->name == "Ana");
  CHECK(match_pattern("CUT: {name}", "cut:  Ana   Gil")->name == "Ana Gil");
  for (const auto& [pattern, text] : {std::pair{"{name}: x", "Ana: y"}, std::pair{"Cut: {name}", "Cut:"},
                                      std::pair{"{name} with {any}", "with you"}, std::pair{"{name}", ""}}) {
    CHECK_FALSE(match_pattern(pattern, text).has_value());
  }
  for (const auto* wrong : {"{name}{number}", "name", "{who}", "{any}", ""}) CHECK_FALSE(check_pattern(wrong).ok());
  CHECK(check_pattern("{name} - {any} - {number}").ok());
}

TEST_CASE("a number of the business itself in a text is not the client's") {
  Reading how = spanish();
  how.own_numbers = {"+34910000111"};
  CHECK(number_in("SUMMARY:Ana\nDESCRIPTION:Questions? Call us: +34 910 000 111", how) == "none");
  CHECK(number_in("SUMMARY:Ana +34 600 123 456\nDESCRIPTION:Questions? Call us: +34 910 000 111", how) ==
        "+34600123456");
  CHECK(number_in("SUMMARY:Ana\nDESCRIPTION:Us +34 910 000 111\\, she +34 600 123 456", how) == "+34600123456");
}

TEST_CASE("a client who has declined the invitation has no appointment; whoever else has, says nothing of the client") {
  const auto excluded = [](const std::string& lines) {
    const Import import = read(calendar(event("a", "DTSTART:20260601T090000Z\nSUMMARY:Ana +34600123456\n" + lines)));
    CHECK(import.events == 1);
    return import.excluded.size() == 1 && import.excluded[0].why == Exclusion::declined;
  };
  const std::string desk = "ORGANIZER:mailto:desk@maple.example\n";
  CHECK(excluded(desk + "ATTENDEE;PARTSTAT=DECLINED;CN=Ana:mailto:ana@mail.example"));
  CHECK_FALSE(excluded(desk + "ATTENDEE;PARTSTAT=ACCEPTED;CN=Ana:mailto:ana@mail.example"));
  CHECK_FALSE(excluded(desk + "ATTENDEE;PARTSTAT=TENTATIVE;CN=Ana:mailto:ana@mail.example"));
  // Of several it is not guessed who the client is; a room that is taken is no client at all.
  CHECK_FALSE(excluded(desk + "ATTENDEE;PARTSTAT=DECLINED;CN=Dr. Ruiz:mailto:ruiz@maple.example\n"
                              "ATTENDEE;CN=Ana:mailto:ana@mail.example"));
  CHECK_FALSE(excluded(desk + "ATTENDEE;CUTYPE=ROOM;PARTSTAT=DECLINED:mailto:room2@maple.example"));
}
