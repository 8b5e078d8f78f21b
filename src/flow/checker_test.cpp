#include "flow/checker.h"

#include <doctest/doctest.h>

#include "flow/builtin.h"
#include "flow/test_flow.h"

using namespace courtesy;
using namespace courtesy::flow;
using namespace courtesy::flow::testing;

namespace {

/// Why it is refused; empty when it is not.
std::string refusal(const Files& files) {
  const auto flow = Flow::load("small", files);
  return flow ? "" : flow.error().message;
}

/// Refused, and among the reasons is one with this text.
void refused(const Files& files, std::string_view reason) {
  const std::string why = refusal(files);
  CAPTURE(why);
  CAPTURE(reason);
  CHECK(why.find(reason) != std::string::npos);
}

Files toml(const std::string& from, const std::string& to) { return changed(small_flow(), "flow.toml", from, to); }

}  // namespace

TEST_CASE("the small flow and every flow in the binary have no findings") {
  CHECK(refusal(small_flow()) == "");
  CHECK(!builtin_flows().empty());
  for (const std::string& name : builtin_flows()) {
    const auto flow = load_builtin(name);
    CHECK_MESSAGE(flow.ok(), (flow ? "" : flow.error().message));
  }
}

TEST_CASE("a finding says file, line, column and how to mend it") {
  CHECK(refusal(toml("silence = \"machine\"", "silence = \"machin\""))
            .find("small/flow.toml:11:1: opening goes to \"machin\", which is no state: there are opening, machine, "
                  "menu, bye, "
                  "again, repeat, end") != std::string::npos);
  CHECK(refusal(changed(small_flow(), "bye.xml", "<Say>", "<Sing>")) == "small/bye.xml:2:19: mismatched tag");
  CHECK(refusal(changed(small_flow(), "bye.xml", "Goodbye.", "{{weather}}")) ==
        "small/bye.xml:2:3: nothing is called {{weather}}: there are business, callback_number, client_first_name, "
        "code, date, page, place, time, when, field.NAME and fact.NAME; and for a Redirect dialled, keys, played, "
        "recorded, "
        "silence");
}

TEST_CASE("what flow.toml cannot mean is refused in its place") {
  refused(toml("format = 1", "format = 2"), "flow.toml:1:10: format must be 1");
  refused(toml("format = 1\n", ""), "begin the file with \"format = 1\"");
  refused(toml("start = ", "begin = "),
          "flow.toml has no \"begin\": it has direction, facts, format, languages, on, returns, rounds, start, states, "
          "title");
  refused(toml("start = \"opening\"", "start = \"lobby\""), "start = \"lobby\" is no state");
  refused(toml("[\"en\"]", "[]"), "languages must be a list");
  refused(toml("[\"en\"]", "[\"english\"]"), "two small letters");
  refused(toml("[\"en\"]", "[\"en\", \"en\"]"), "stands here twice");
  refused(toml("waits_for = \"key\"", "waits_for = \"a key\""), "waits_for must be \"key\"");
  refused(toml("tries = 2", "tries = 1"), "tries must be a whole number from 2 to 9");
  refused(toml("tries = 2", "tries = true"), "tries must be a whole number from 2 to 9");
  refused(toml("tries = 2", "trys = 2"), "states.menu has no \"trys\"");
  refused(toml("\"confirm\"", "\"celebrate\""),
          "\"celebrate\" is no action: there are confirm, cancel, request_call_back, opt_out, heard_by_person, "
          "left_on_machine");
  refused(toml("4 = \"repeat\"", "44 = \"repeat\""), "\"44\" is no input");
  refused(toml("4 = \"repeat\"", "4 = 7"), "a transition is \"STATE\"");
  refused(toml("4 = \"repeat\"", "4 = { do = [\"confirm\"] }"), "no go");
  refused(toml("[states.bye]", "[states.end]"), "cannot name a state");
  refused(toml("4 = \"repeat\"", "4 = \"repeat"), "flow.toml:");
  refused(toml("4 = \"repeat\"", "hung_up = \"bye\""), "hung_up only does");
  refused(without(small_flow(), "flow.toml"), "a flow is a folder with a flow.toml in it");
}

TEST_CASE("an input without a transition is refused") {
  refused(toml("otherwise = \"again\"\n", ""), "menu has no \"otherwise\"");
  refused(toml("silence = \"again\"\n", ""), "menu has no \"silence\"");
  refused(toml("enough = \"bye\"\n", ""), "menu has no \"enough\"");
  refused(toml("played = { go = \"end\", do = [\"left_on_machine\"] }", "silence = \"end\""),
          "machine has no \"played\"");
  refused(toml("played = { go = \"end\", do", "1 = \"menu\"\nplayed = { go = \"end\", do"), "it handles some keys");
}

TEST_CASE("an input that cannot come is refused") {
  refused(toml("silence = \"machine\"", "silence = \"machine\"\nplayed = \"end\""), "opening cannot have \"played\"");
  refused(toml("waits_for = \"nothing\"", "waits_for = \"nothing\"\n[states.bye.on]\n1 = \"end\""),
          "bye cannot have \"1\"");
  refused(toml("silence = \"machine\"", "silence = \"machine\"\nenough = \"bye\""), "enough never happens");
}

TEST_CASE("asking without a bound is refused, and so is a way round") {
  refused(toml("tries = 2\n", ""), "menu goes to again and has no tries");
  refused(toml("repeats = 1\n", ""), "menu goes to repeat and has no repeats");
  refused(toml("enough = \"bye\"", "enough = \"again\""), "enough cannot ask once more");
  refused(toml("4 = \"repeat\"", "4 = \"opening\""), "a call may go round for ever: opening > menu > opening");
  refused(toml("4 = \"repeat\"", "4 = \"menu\""), "a call may go round for ever: menu > menu");
}

TEST_CASE("a state that cannot be reached or cannot end is refused") {
  refused(with(toml("[states.bye]", "[states.attic]\nwaits_for = \"nothing\"\n[states.bye]"), "attic.xml",
               hangs_up("Dust.")),
          "attic cannot be reached from opening");
  refused(toml("played = { go = \"end\", do = [\"left_on_machine\"] }", "played = \"machine\""),
          "machine can never end");
}

TEST_CASE("an action stands only where its meaning is certain") {
  refused(toml("silence = \"again\"", "silence = { go = \"bye\", do = [\"confirm\"] }"),
          "confirm cannot hang on \"silence\": only a key shows that a person means it");
  refused(toml("silence = \"again\"", "silence = { go = \"bye\", do = [\"opt_out\"] }"), "opt_out cannot hang on");
  refused(toml("do = [\"heard_by_person\"]", "do = [\"left_on_machine\"]"), "a machine presses no key");
  refused(toml("9 = { go = \"bye\"", "9 = { go = \"menu\""), "after opt_out the call must end at once");
  refused(toml("enough = \"bye\"", "enough = { go = \"bye\", do = [\"cancel\"] }"), "enough cannot do cancel");
}

TEST_CASE("a template is there for every state and language, and for nothing else") {
  refused(without(small_flow(), "bye.xml"), "small/bye.xml: missing");
  refused(toml("[\"en\"]", "[\"en\", \"es\"]"), "small/opening.es.xml: missing");
  refused(with(small_flow(), "attic.xml", hangs_up("Dust.")), "small/attic.xml: belongs to no state");
  refused(with(small_flow(), "bye.fr.xml", hangs_up("Adieu.")),
          "small/bye.fr.xml: has a language that flow.toml does not list");
  refused(with(small_flow(), "bye.en.xml", hangs_up("Bye.")), "name it bye.xml");
  refused(with(small_flow(), "bye/en.ogg", "OggS"), "is not used");
  CHECK(refusal(with(small_flow(), "conversations/yes.toml", "")) == "");
}

TEST_CASE("a document must be TwiML of the grammar, and one that a flow can use") {
  refused(with(small_flow(), "bye.xml", "<Response><Say>Bye</Say>"), "small/bye.xml:1:");
  refused(with(small_flow(), "bye.xml", "<Speak>Bye</Speak>"), "must be <Response>");
  refused(changed(small_flow(), "bye.xml", "<Say>", "<Say lang=\"en\">"), "(Twilio 12200)");
  refused(changed(small_flow(), "bye.xml", "<Hangup/>", "<Dial>+12125550123</Dial><Hangup/>"),
          "<Dial> cannot be used in a flow");
  refused(changed(small_flow(), "menu.xml", "numDigits=\"1\"", "numDigits=\"1\" timeout=\"0\""), "(Twilio 13313)");
}

TEST_CASE("a document leads where its state waits") {
  refused(changed(small_flow(), "menu.xml", "{{silence}}", "{{played}}"),
          "menu: the last verb must be <Redirect>{{silence}}</Redirect>");
  refused(changed(small_flow(), "machine.xml", "{{played}}", "{{silence}}"),
          "machine: the last verb must be <Redirect>{{played}}");
  refused(changed(small_flow(), "machine.xml", "<Redirect>{{played}}</Redirect>", "<Hangup/>"),
          "machine: the last verb must be");
  refused(changed(small_flow(), "bye.xml", "<Hangup/>", ""), "its last verb must be <Hangup/>");
  refused(changed(small_flow(), "menu.xml", "{{keys}}", "https://elsewhere.example/"),
          "the action of a <Gather> must be {{keys}}");
  refused(changed(small_flow(), "menu.xml", " numDigits=\"1\"", ""), "a state takes one key");
  refused(changed(small_flow(), "menu.xml", "<Gather", "<Say>Hello.</Say><Gather"),
          "a key pressed during this <Say> is lost");
  refused(with(small_flow(), "menu.xml", goes_on("On {{when}}.")), "menu handles keys: it needs one <Gather");
  refused(with(small_flow(), "machine.xml", asks("{{business}}, {{callback_number}}")), "machine handles no key");
  refused(toml("4 = \"repeat\"", "4 = \"repeat\"\n\"#\" = \"bye\""), "write finishOnKey=\"\"");
}

TEST_CASE("variables stand where their kind may stand") {
  refused(changed(small_flow(), "bye.xml", "<Say>", "<Say voice=\"{{business}}\">"),
          "an attribute may hold dialled, keys, played, recorded, silence only");
  refused(changed(small_flow(), "bye.xml", "<Say>", "<Say voice=\"{{keys}}\">"),
          "must be the whole of an action attribute");
  refused(changed(small_flow(), "bye.xml", "Goodbye.", "Go to {{silence}}"),
          "must be the whole of an action attribute or a Redirect");
  refused(changed(small_flow(), "menu.xml", "{{silence}}", "{{silence}}?again=1"), "must be the whole of");
  refused(changed(small_flow(), "menu.xml", "{{silence}}", "{{business}}"), "can only be spoken");
  refused(changed(small_flow(), "bye.xml", "Goodbye.", "{{ }}"), "a {{ without a name");
  refused(changed(small_flow(), "bye.xml", "Goodbye.", "{{business"), "a {{ without a name");
}

TEST_CASE("a key offered must be handled, and a key handled must be offered, in every language") {
  refused(changed(small_flow(), "menu.xml", "press 4 to", "press 5 to"),
          "offers the key 5 in words, and menu does not handle it");
  refused(changed(small_flow(), "menu.xml", ", press 4 to hear it again", ""),
          "menu handles the key 4 and the words never offer it");
  const Files spanish =
      with(with(with(with(toml("[\"en\"]", "[\"en\", \"es\"]"), "bye.es.xml",
                          "<Response><Say language=\"es-MX\">Adiós</Say><Hangup/></Response>"),
                     "machine.es.xml",
                     "<Response><Say language=\"es\">{{business}}, {{when}}, "
                     "{{callback_number}}</Say><Redirect>{{played}}</Redirect></Response>"),
                "opening.es.xml",
                "<Response><Gather action=\"{{keys}}\" numDigits=\"1\"><Say "
                "language=\"es\">{{business}}. Oprima 1, o el 9 para no recibir más llamadas.</Say></Gather>"
                "<Redirect>{{silence}}</Redirect></Response>"),
           "menu.es.xml",
           "<Response><Gather action=\"{{keys}}\" numDigits=\"1\"><Say language=\"es\">Oprima el uno "
           "o el cuatro.</Say></Gather>"
           "<Redirect>{{silence}}</Redirect></Response>");
  CHECK(refusal(spanish) == "");
  refused(changed(spanish, "menu.es.xml", "el cuatro", "el cinco"), "small/menu.es.xml:1:1: offers the key 5");
  refused(changed(spanish, "bye.es.xml", " language=\"es-MX\"", ""), "this file speaks \"es\"");
  refused(changed(spanish, "bye.es.xml", "es-MX", "en-US"), "this file speaks \"es\"");
}

TEST_CASE("what a machine may hear asks for no key, tells no name and gives a number") {
  refused(changed(small_flow(), "machine.xml", "Call", "Press 1, or call"),
          "a machine may hear machine and is asked for a key");
  refused(changed(small_flow(), "machine.xml", "Call", "Press any key, or call"), "is asked for a key");
  refused(changed(small_flow(), "machine.xml", "{{callback_number}}", "us"), "must name a number to ring");
  refused(changed(small_flow(), "machine.xml", "Call", "Hello {{client_first_name}}, call"),
          "leave {{client_first_name}} out");
}

TEST_CASE("the machine's branch is all that can be reached from the opening without a key") {
  const auto branch = [](const Files& files) {
    std::vector<Finding> findings;
    const Definition definition = read_definition(files.front().bytes, findings);
    return machine_states(definition);
  };
  CHECK(branch(small_flow()) == std::vector<std::string>{"machine"});
  CHECK(branch(toml("played = { go = \"end\", do", "played = { go = \"bye\", do")) ==
        std::vector<std::string>{"bye", "machine"});
  CHECK(branch(toml("repeats = 1", "repeats = 1\nmachine = true")) ==
        std::vector<std::string>{"bye", "machine", "menu"});
  // Asked again without a key: the second question is what a recorder may hear.
  const Files twice = toml("waits_for = \"key\"\n[states.opening.on]",
                           "waits_for = \"key\"\ntries = 2\n[states.opening.on]\nenough = \"machine\"");
  refused(changed(twice, "flow.toml", "silence = \"machine\"", "silence = \"again\""),
          "a machine may hear opening and is asked for a key");
  refused(toml("silence = \"machine\"", "silence = \"menu\""), "a machine may hear menu and is asked for a key");
}

TEST_CASE("the opening says who is calling before it offers a key, and offers an end to all calls") {
  refused(changed(small_flow(), "opening.xml", "{{business}}", "us"), "the call must begin with who is calling");
  refused(with(small_flow(), "opening.xml", asks("Press 1 to hear {{business}}, 9 for no more calls. Press 9.")),
          "the call must begin with who is calling");
  refused(toml("do = [\"opt_out\"]", "do = [\"heard_by_person\"]"), "the opening must offer a key that ends all calls");
}

TEST_CASE("at most twenty reasons are given at once") {
  std::string many = "<Response>";
  for (int i = 0; i < 30; ++i) many += "<Sing/>";
  const std::string why = refusal(with(small_flow(), "bye.xml", many + "<Hangup/></Response>"));
  CHECK(std::count(why.begin(), why.end(), '\n') == 20);
  CHECK(why.find("more") != std::string::npos);
}
