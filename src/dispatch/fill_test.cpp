#include "dispatch/fill.h"

#include <doctest/doctest.h>

#include "store/preview.h"
#include "store/sqlite/test_house.h"
#include "store/templates.h"
#include "store/unit.h"

using namespace courtesy;

namespace {

/// A clinic that texts, and one visit.
class Texting : public TestHouse {
 public:
  Texting() { import({booked("1", "2026-05-15T14:00")}); }
  void publish(const std::string& language, const std::string& words) {
    write([&](Unit& unit) -> Result<void> {
      Templates templates(unit);
      TRY(templates.keep_draft({.name = "appointment-text", .language = language, .words = words, .who = "Kim"}));
      TRY(templates.publish("appointment-text", language, "Kim"));
      return {};
    });
  }
  Filled filled(const std::string& language = "en") {
    return read<Filled>([&](Unit& unit) -> Result<Filled> {
      const Appointment visit = TRY(unit.appointments().get(AppointmentId(1)));
      Client client = TRY(unit.clients().get(visit.client));
      client.language = language;
      return fill_from(library)(unit, rule, TRY(unit.accounts().get()), client, visit);
    });
  }

  const flow::Library library = flow::Library::builtin().value();
  const Rule rule{
      .id = RuleId(2), .channel = Channel::text, .offset = ElapsedBefore{hours{2}}, .content = "appointment-text"};
};

}  // namespace

TEST_CASE("what goes out is the account's published words, and the attempt pins their version") {
  Texting house;
  const Filled shipped = house.filled();
  CHECK(shipped.text.find("you have an appointment") != std::string::npos);
  CHECK(shipped.flow_hash == house.library.text("appointment-text", "en")->words->hash());
  house.publish("en", "{{business}}: see you {{when}}. Reply STOP to opt out.");
  const Filled own = house.filled();
  CHECK(own.text == "Maple Dental: see you Friday, May 15 at 2:00 PM. Reply STOP to opt out.");
  CHECK(own.flow_hash != shipped.flow_hash);
  CHECK(own.flow_hash.size() == 64);
}

TEST_CASE("a draft goes out to nobody") {
  Texting house;
  const std::string before = house.filled().text;
  house.write([](Unit& unit) {
    return Templates(unit).keep_draft({.name = "appointment-text", .language = "en", .words = "{{business}} soon"});
  });
  CHECK(house.filled().text == before);
}

TEST_CASE("a client's language comes before the account's own words, which come before the program's English") {
  Texting house;
  house.publish("en", "{{business}}: see you. Reply STOP to opt out.");
  CHECK(house.filled("es-MX").text.find("Responda ALTO") != std::string::npos);
  CHECK(house.filled("fr").text == "Maple Dental: see you. Reply STOP to opt out.");
  house.publish("es", "{{business}}: nos vemos. Responda ALTO para no recibir mensajes.");
  CHECK(house.filled("es-MX").text == "Maple Dental: nos vemos. Responda ALTO para no recibir mensajes.");
}
