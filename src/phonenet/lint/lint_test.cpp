#include "phonenet/lint/lint.h"

#include "phonenet/lint/document_rules.h"
#include "phonenet/lint/spoken_names.h"
#include "phonenet/test_world.h"
#include "twiml/document.h"

using namespace courtesy;
using namespace courtesy::phonenet::testing;
using courtesy::phonenet::Finding;
using courtesy::phonenet::LintReport;
using courtesy::phonenet::Settings;

namespace {

const std::string ana = "+12125550101";
constexpr std::string_view good =
    "<Response><Gather numDigits=\"1\" action=\"/key\"><Say>This is Maple Dental. To confirm, press 1</Say></Gather>"
    "<Say>This is Maple Dental. Please ring us.</Say></Response>";

Settings logged(std::string_view people = "") {
  Settings settings = settings_with(people);
  settings.logged_calls = 10;
  settings.calls_per_second = 0;
  return settings;
}

struct Court : World {
  explicit Court(std::string_view people = "") : World(logged(people)) {
    app.say("/start", std::string(good));
    app.say("/key", "<Response><Say>Thank you</Say></Response>");
    app.say("/fallback", "<Response/>");
  }
  std::string call_and_wait(http::Fields more = {}) {
    more.emplace_back("FallbackUrl", "http://app:8800/fallback");
    std::string made = call(ana, std::move(more));
    run(minutes{10});
    return made;
  }
  std::string text() { return send({.method = "GET", .url = "/_/lint.txt"}).body; }
  bool finds(std::string_view words) {
    const std::string all = text();
    INFO(all);
    return all.find(words) != std::string::npos;
  }
  void document(std::string twiml) { app.say("/start", std::move(twiml)); }
};

}  // namespace

TEST_CASE("nothing is found of an application that does everything right") {
  Court court;
  court.call_and_wait();
  CHECK(court.text() == "0 errors and 0 warnings in 1 call\n");
}

TEST_CASE("a recording without an action loops, a menu without one may, and in TwiML as text both lead nowhere") {
  Court court;
  court.document("<Response>\n<Say>This is Maple Dental</Say>\n<Record maxLength=\"3\"/></Response>");
  court.call_and_wait();
  CHECK(court.finds(
      "error    missing-action: <Record> has no action\n         where: http://app:8800/start line 3, call CA"));
  court.document("<Response>\n<Gather><Say>This is Maple Dental</Say></Gather></Response>");
  court.call_and_wait();
  CHECK(court.finds("warning  missing-action: <Gather> has no action"));
  court.call_and_wait({{"Twiml", "<Response><Gather><Say>This is Maple Dental</Say></Gather></Response>"}});
  CHECK(court.finds("where: TwiML given with the call line 1, call CA"));
}

TEST_CASE("a relative URL that leads nowhere, or into another folder, or away from its query") {
  Court court;
  court.app.pages["/a/menu"] = [](const http::Fields&) {
    return http::xml_response("<Response><Say>This is Maple Dental</Say><Redirect>key</Redirect></Response>");
  };
  court.call_and_wait({{"Url", "http://app:8800/a/menu"}});
  CHECK(court.finds("error    relative-url: <Redirect>key leads to http://app:8800/a/key, which answered 404"));
  court.app.say("/a/key", "<Response/>");
  court.call_and_wait({{"Url", "http://app:8800/a/menu?visit=7"}});
  CHECK(
      court.finds("warning  relative-url: <Redirect>key leads to http://app:8800/a/key: without the document's query"));
  court.call_and_wait({{"Twiml", "<Response><Say>This is Maple Dental</Say><Play>x.wav</Play></Response>"}});
  CHECK(court.finds("error    relative-url: <Play>x.wav is relative, and the document has no URL"));
}

TEST_CASE("an answer that takes long is told by real time, and one that takes longer than 15 s ends the call") {
  Court court;
  seconds real{0};
  court.network.set_stopwatch([&] { return Uptime{real}; });
  court.app.pages["/start"] = [&](const http::Fields&) {
    real += seconds{6};
    return http::xml_response(std::string(good));
  };
  court.call_and_wait();
  CHECK(
      court.finds("warning  slow-answer: POST was answered after 6 s\n         where: http://app:8800/start, call CA"));
  CHECK(court.finds("whoever is on the line hears nothing"));
  court.app.pages["/start"] = [&](const http::Fields&) {
    real += seconds{16};
    return http::xml_response(std::string(good));
  };
  court.call_and_wait();
  CHECK(court.finds("error    slow-answer: POST was answered after 16 s"));
}

TEST_CASE("a query whose parameters are not in the order of their names") {
  Court court;
  court.app.say("/next", "<Response/>");
  court.document("<Response><Redirect>/next?b=2&amp;a=1</Redirect></Response>");
  court.call_and_wait();
  CHECK(court.finds("warning  unsorted-query: the query ?b=2&a=1 is not in the order of its names"));
  CHECK(court.finds("http://app:8800/next"));
}

TEST_CASE("a query in order is none") {
  Court court;
  court.app.say("/next", "<Response/>");
  court.document("<Response><Redirect>/next?a=1&amp;b=2</Redirect></Response>");
  court.call_and_wait();
  CHECK_FALSE(court.finds("unsorted-query"));
}

TEST_CASE("a call without a fallback is told once, however many there are") {
  Court court;
  for (int i = 0; i < 3; ++i) {
    court.call(ana);
    court.run(minutes{10});
  }
  CHECK(court.finds(
      "warning  no-fallback: a call was made without a FallbackUrl\n         where: http://app:8800/start, call CA"));
  CHECK(court.finds("(3 times)"));
  CHECK(court.finds("0 errors and 1 warning in 3 calls"));
}

TEST_CASE("a number without a fallback, when somebody calls it") {
  Court court;
  court.app.say("/in", "<Response><Say>Welcome to Maple Dental</Say></Response>");
  REQUIRE(court.network.call_in(ana, ours, "ignores").ok());
  court.run(minutes{2});
  CHECK(court.finds("no-fallback: the number +12025550100 has no VoiceFallbackUrl"));
}

TEST_CASE("a call that does not say who is calling") {
  Court court;
  court.document("<Response>\n<Say>Your appointment is tomorrow at ten. Goodbye.</Say></Response>");
  court.call_and_wait();
  CHECK(court.finds(
      "unnamed-caller: nothing in the first 10 s seems to say who is calling: \"Your appointment is tomorrow "
      "at ten.\"\n         where: http://app:8800/start line 2"));
}

TEST_CASE("who presses before the name is out was told it all the same") {
  Court court("[numbers]\n\"+12125550101\" = { persona = \"impatient\", key = \"1\" }\n");
  court.document(
      "<Response><Gather numDigits=\"1\" action=\"/key\"><Say>To confirm, press 1. This is Maple Dental, and we are "
      "glad to see you tomorrow at ten.</Say></Gather></Response>");
  const auto made = court.call_and_wait();
  CHECK(court.story(made).find("(cut short)") != std::string::npos);
  CHECK_FALSE(court.finds("unnamed-caller"));
}

TEST_CASE("the ways in which callers name themselves, and words that only look like them") {
  for (const auto* words : {"This is Maple Dental", "A message from the clinic", "Hello, Maple Dental is calling",
                            "Un mensaje de la clínica", "Le llama Maple Dental", "Welcome to Maple Dental"}) {
    CHECK(phonenet::names_the_caller(words));
  }
  for (const auto* words : {"", "Your visit is tomorrow", "Thisisnt a name", "Press 1"}) {
    CHECK_FALSE(phonenet::names_the_caller(words));
  }
}

TEST_CASE("keys asked of an answering machine, but not what it did not keep") {
  Court court("[numbers]\n\"+12125550101\" = { persona = \"voicemail\", greeting = 4 }\n");
  court.document(
      "<Response><Say>This is Maple Dental</Say><Pause length=\"20\"/><Say>To confirm, press 1</Say></Response>");
  court.call_and_wait();
  CHECK(court.finds("error    keys-to-machine: a key is asked for on an answering machine: \"To confirm, press 1\""));

  Court other("[numbers]\n\"+12125550101\" = { persona = \"voicemail\", greeting = 60 }\n");
  other.document(std::string(good));
  other.call_and_wait();
  CHECK_FALSE(other.finds("keys-to-machine"));
}

TEST_CASE("a status callback that is not taken is told once, and not as a notice besides") {
  Court court;
  court.app.pages["/status"] = [](const http::Fields&) { return http::text_response(500, "no"); };
  court.call_and_wait();
  CHECK(court.finds("error    status-callback: a status callback was not taken: http://app:8800/status answered 500"));
  CHECK_FALSE(court.finds(" notice: "));
}

TEST_CASE("a parameter that nobody knows, and a key that nobody waited for") {
  Court court;
  court.document("<Response><Say>This is Maple Dental. To confirm, press 1</Say><Pause length=\"10\"/></Response>");
  court.call_and_wait({{"StatusCalback", "http://app:8800/status"}});
  CHECK(court.finds("warning  unknown-parameter: no parameter is called 'StatusCalback' here"));
  CHECK(
      court.finds("warning  lost-key: the key 1 was pressed, and no <Gather> was waiting\n"
                  "         where: http://app:8800/start, call CA"));
}

TEST_CASE(
    "the same number called again while its phone still rings, or just after it was answered; a later try is none") {
  Court court;
  court.call(ana, {{"FallbackUrl", "http://app:8800/fallback"}});
  court.run(seconds{2});
  court.call_and_wait();
  CHECK(court.finds("error    doubled-call: +12125550101 was called again 2 s after CA"));

  Court other;
  other.call_and_wait();
  other.call_and_wait();
  CHECK_FALSE(other.finds("doubled-call"));
}

TEST_CASE("silence after the answer, unless a detector listens") {
  Court court;
  court.document("<Response><Pause length=\"7\"/>\n<Say>This is Maple Dental</Say></Response>");
  court.call_and_wait();
  CHECK(
      court.finds("warning  silent-start: nothing was heard for 7 s after the answer\n"
                  "         where: http://app:8800/start line 2"));
}

TEST_CASE("what the error dictionary has a code for is passed on, with its line") {
  Court court;
  court.document("<Response>\n<Say>This is Maple Dental</Say>\n<Say loop=\"x\">Goodbye</Say></Response>");
  court.call_and_wait();
  CHECK(court.finds("warning  notice: 13510: line 3:"));
  CHECK(court.finds("where: http://app:8800/start line 3"));
  CHECK(court.finds("mend:  https://www.twilio.com/docs/errors/13510"));
  CHECK(phonenet::line_in("line 12: what") == 12);
  CHECK(phonenet::line_in("no line 12") == 0);
}

TEST_CASE("errors come first, and the forms for programs are well-formed and count the same") {
  Court court;
  court.document("<Response><Say>A &amp; B &lt;say&gt; \"hello\" to everybody here.</Say><Record/></Response>");
  court.call(ana);
  court.run(minutes{10});
  const std::string all = court.text();
  CHECK(all.find("error ") < all.find("warning "));
  const auto json = court.send({.method = "GET", .url = "/_/lint"}).body;
  CHECK(json.starts_with(
      "{\"calls\":1,\"errors\":1,\"warnings\":2,\"findings\":[{\"rule\":\"missing-action\",\"severity\":\"error\""));
  const auto xml = court.send({.method = "GET", .url = "/_/lint.xml"}).body;
  CHECK(twiml::parse(xml).ok());
  CHECK(xml.find("tests=\"12\" failures=\"3\"") != std::string::npos);
  CHECK(xml.find("A &amp; B &lt;say&gt;") != std::string::npos);
}
