#include <doctest/doctest.h>
#include <fmt/format.h>

#include <map>

#include "phonenet/personas/directory.h"
#include "phonenet/personas/offers.h"
#include "phonenet/personas/person.h"

using namespace courtesy;
using namespace courtesy::phonenet;

namespace {

std::string read(const std::vector<Offer>& offers) {
  constexpr std::string_view names[] = {"listen", "confirm", "cancel", "call", "stop", "again", "other"};
  std::string all;
  for (const Offer& offer : offers) all += offer.key + "=" + std::string(names[static_cast<int>(offer.purpose)]) + " ";
  return all;
}
std::string spoken(std::string_view text) { return read(spoken_offers(text)); }
std::string written(std::string_view text) { return read(written_offers(text)); }

}  // namespace

TEST_CASE("what is offered is read from the words, in whatever order they come") {
  CHECK(spoken("This is a message from Clinic. To hear it, press 1.") == "1=listen ");
  CHECK(spoken("Hello, this is a message for Ana from Clinic, to hear it press one") == "1=listen ");
  CHECK(spoken("To confirm, press 1. To cancel, press 2.") == "1=confirm 2=cancel ");
  CHECK(spoken("Press 1 to confirm, press 2 to cancel, or press 3 to have us call you back.") ==
        "1=confirm 2=cancel 3=call ");
  CHECK(spoken("Press 1 to confirm or 2 to cancel.") == "1=confirm 2=cancel ");
  CHECK(spoken("Press one to keep your appointment, two to cancel it, and three for a call back.") ==
        "1=confirm 2=cancel 3=call ");
  CHECK(spoken("To confirm, press 1, to cancel, press 2") == "1=confirm 2=cancel ");
  CHECK(spoken("If you will be there, press 1. If you cannot come, press 2. To speak to someone, press 0.") ==
        "1=confirm 2=cancel 0=call ");
  CHECK(spoken("To hear this message again, press star. To get no more calls, press nine.") == "*=again 9=stop ");
  CHECK(spoken("To stop these calls press 9") == "9=stop ");
  CHECK(spoken("Para confirmar, pulse 1. Para cancelar, marque el dos. Para repetir, pulse 3.") ==
        "1=confirm 2=cancel 3=again ");
  CHECK(spoken("Pulse 1 para confirmar o 2 para anular la cita.") == "1=confirm 2=cancel ");
  CHECK(spoken("If you are not Ana, press 5.") == "5=other ");
  CHECK(spoken("Press 1.") == "1=listen ");
  CHECK(spoken("For no more calls, press 9. To be called back, press 3. For other options, press 5.") ==
        "9=stop 3=call 5=other ");
  CHECK(spoken("Para oírlo, oprima 1. Para que le llamemos, oprima 3. Para oír esto otra vez, oprima 4. "
               "Para no recibir más llamadas, oprima 9.") == "1=listen 3=call 4=again 9=stop ");
}

TEST_CASE("where no key is named nothing is offered") {
  CHECK(spoken("Your appointment is on the 1st at 2. Please call us at 202 555 0100 to cancel.").empty());
  CHECK(spoken("Please press the button").empty());
  CHECK(spoken("").empty());
}

TEST_CASE("a text offers words to reply with") {
  CHECK(written("Reply C to confirm, X to cancel, R for a call back. Reply STOP to opt out.") ==
        "C=confirm X=cancel R=call STOP=stop ");
  CHECK(written("Reply 1 to confirm or 2 to cancel") == "1=confirm 2=cancel ");
  CHECK(written(
            "Tiene una cita. Responda C para confirmar, X para cancelar, R para que le llamemos. Responda ALTO para no "
            "recibir mensajes.") == "C=confirm X=cancel R=call ALTO=stop ");
  CHECK(written("To confirm reply YES") == "YES=confirm ");
  CHECK(written("Your visit is on Thursday.").empty());
}

TEST_CASE("an offer ends where its words have been said") {
  const std::string text = "To confirm, press 1. To cancel, press 2.";
  const auto offers = spoken_offers(text);
  REQUIRE(offers.size() == 2);
  CHECK(text.substr(0, offers[0].end) == "To confirm, press 1");
}

TEST_CASE("a person presses at most once until it was pressed, and never without an offer") {
  Persona persona = *built_in_persona("confirms");
  Person person(persona, SeededRandom(1));
  CHECK_FALSE(person.has_heard("Your appointment is on Thursday."));
  const auto press = person.has_heard("To confirm, press 4.");
  REQUIRE(press.has_value());
  CHECK(press->key == '4');
  CHECK(press->after >= milliseconds{1'000});
  CHECK(press->after <= milliseconds{3'000});
  CHECK_FALSE(person.has_heard("To cancel, press 2."));
  person.pressed();
  CHECK_FALSE(person.has_heard("To cancel, press 2."));
  CHECK(person.has_heard("To confirm, press 7.")->key == '7');
}

TEST_CASE("an impatient person presses when the words were said, not at the end") {
  const Persona persona = *built_in_persona("impatient");
  Person person(persona, SeededRandom(1));
  const auto press = person.begins_to_hear("To confirm, press 1. " + std::string(400, 'a'));
  REQUIRE(press.has_value());
  CHECK(press->after < milliseconds{3'000});
}

TEST_CASE("a machine and the silent answer no text") {
  CHECK_FALSE(written_reply(*built_in_persona("voicemail"), "Reply C to confirm"));
  CHECK_FALSE(written_reply(*built_in_persona("ignores"), "Reply C to confirm"));
  CHECK(written_reply(*built_in_persona("opts-out"), "Hello") == "STOP");
  CHECK_FALSE(written_reply(*built_in_persona("confirms"), "Hello"));
  Persona persona = *built_in_persona("ignores");
  persona.reply = "Who is this?";
  CHECK(written_reply(persona, "Hello") == "Who is this?");
}

TEST_CASE("the numbers file names personas, changes them and mixes them") {
  const auto directory = Directory::read(R"(
[personas.slower]
like = "slow"
react = [4, 6]
[personas.slow]
like = "cancels"
pick_up = 20
[numbers]
"+12125550101" = "slower"
"+12125550102" = { persona = "voicemail", greeting = 12.5, beeps = false }
[mix]
confirms = 3
busy = 1
)");
  REQUIRE(directory.ok());
  const Persona& slower = directory->who("+12125550101", 1);
  CHECK(slower.name == "slower");
  CHECK(slower.wish == Wish::cancel);
  CHECK(slower.pick_up.least == milliseconds{20'000});
  CHECK(slower.react.most == milliseconds{6'000});
  const Persona& machine = directory->who("+12125550102", 1);
  CHECK(machine.greeting.most == milliseconds{12'500});
  CHECK_FALSE(machine.beeps);
  std::map<std::string, int> drawn;
  for (int i = 0; i < 4'000; ++i) ++drawn[directory->who(fmt::format("+1212{:07}", i), 1).name];
  CHECK(drawn["confirms"] > 2'850);
  CHECK(drawn["confirms"] < 3'150);
  CHECK(drawn["confirms"] + drawn["busy"] == 4'000);
  CHECK(&directory->who("+12125559999", 1) == &directory->who("+12125559999", 1));
}

TEST_CASE("what is wrong with a numbers file is said with its line") {
  const auto fault = [](std::string_view text) { return Directory::read(text).error().message; };
  CHECK(fault("[numbers]\n\"+12125550101\" = \"nobody\"\n").starts_with("numbers file, line 2,"));
  CHECK(fault("[numbers]\n\"2125550101\" = \"busy\"\n").find("E.164") != std::string::npos);
  CHECK(fault("[numbers\n").starts_with("numbers file, line 1,"));
  CHECK(fault("[people]\n").find("personas, numbers, mix") != std::string::npos);
  CHECK(fault("[personas.a]\nspeed = 1\n").find("no 'speed'") != std::string::npos);
  CHECK(fault("[personas.a]\npick_up = nan\n").find("must be seconds") != std::string::npos);
  CHECK(fault("[personas.a]\npresses = nan\n").find("must be 0 to 1") != std::string::npos);
  CHECK(fault("[mix]\nconfirms = nan\n").find("must be a weight") != std::string::npos);
  CHECK(fault("[mix]\nconfirms = inf\n").find("must be a weight") != std::string::npos);
  CHECK(fault("[personas.a]\npick_up = [3, 1]\n").find("more than the second") != std::string::npos);
  CHECK(fault("[personas.a]\npick_up = -1\n").find("seconds from 0") != std::string::npos);
  CHECK(fault("[personas.a]\nlike = \"b\"\n[personas.b]\nlike = \"a\"\n").find("circle") != std::string::npos);
  CHECK(fault("[personas.a]\nwish = \"sleep\"\n").find("confirm, cancel") != std::string::npos);
  CHECK(fault("[mix]\nbusy = 0\n").find("add up to nothing") != std::string::npos);
}
