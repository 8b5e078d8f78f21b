// Queues, conferences, texts from within a call, and answers that are spoken.
#include "phonenet/test_world.h"

using namespace courtesy;
using namespace courtesy::phonenet;
using namespace courtesy::phonenet::testing;

namespace {

constexpr std::string_view caller_number = "+12125550101";
constexpr std::string_view agent_number = "+12125550102";

Persona follows(std::string_view script) {
  Persona persona = *built_in_persona("ignores");
  persona.name = "script";
  persona.pick_up = {seconds{2}, seconds{2}};
  persona.patience = {minutes{5}, minutes{5}};
  persona.talks = {seconds{20}, seconds{20}};
  auto read = read_script(script);
  INFO((read ? "" : read.error().message));
  REQUIRE(read.ok());
  persona.script = std::move(*read);
  return persona;
}

/// Somebody rings our number; the agent is whom the application calls.
struct Meeting {
  explicit Meeting(std::string_view agent_script = "[]") : world(settings(agent_script)) {
    world.app.say("/in", R"(<Response><Enqueue waitUrl="/wait" action="/after">help</Enqueue></Response>)");
    world.app.say("/wait", "<Response><Say>Please hold.</Say><Pause length=\"4\"/></Response>");
    world.app.say("/after", "<Response><Say>Goodbye.</Say></Response>");
    world.app.say("/agent", R"(<Response><Dial action="/done"><Queue>help</Queue></Dial></Response>)");
    world.app.say(
        "/room",
        R"(<Response><Dial action="/done"><Conference endConferenceOnExit="true">r</Conference></Dial></Response>)");
    world.app.say("/done", "<Response><Say>Well done.</Say></Response>");
  }
  static Settings settings(std::string_view agent_script) {
    Settings settings = settings_with();
    settings.calls_per_second = 0;
    REQUIRE(settings.directory.put(std::string(agent_number), follows(agent_script)).ok());
    return settings;
  }
  std::string ring(std::string_view script = "[]") {
    return world.network.call_in(std::string(caller_number), ours, follows(script)).value();
  }
  std::string call_agent(std::string path = "/agent") {
    return world.call(std::string(agent_number), {{"Url", "http://app:8800" + path}});
  }
  World world;
};

}  // namespace

TEST_CASE("a caller waits in a queue, hears its document, and talks to whoever dials the queue") {
  Meeting meeting(R"([{ hears = "is anybody there", says = "This is Ada" }])");
  World& world = meeting.world;
  const auto caller = meeting.ring(R"([{ hears = "please hold * please hold", wait = 8, says = "Is anybody there" }])");
  world.run(seconds{10});
  CHECK(world.app.values("/wait", "QueuePosition") == "1 1 1 ");
  CHECK(world.app.values("/wait", "CurrentQueueSize") == "1 1 1 ");
  CHECK(world.app.values("/wait", "QueueTime") == "0 4 9 ");
  const auto agent = meeting.call_agent();
  world.run(minutes{2});
  CHECK(world.story(caller) ==
        "ring(inbound) answer(person) joined[help](queue) heard[Please hold.] heard[Please hold.] heard[Please hold.] "
        "said[Is anybody there] heard[This is Ada](person) left[help](queue) heard[Goodbye.] hang_up(application) "
        "ended(completed) ");
  CHECK(world.story(agent) ==
        "call_accepted ring answer(person) joined[help](queue) heard[Is anybody there](person) said[This is Ada] "
        "left[help](queue) hang_up(person) ended(completed) ");
  CHECK(world.app.values("/after", "QueueResult") == "bridged ");
  CHECK(world.app.values("/after", "QueueSid").starts_with("QU"));
  CHECK(world.app.values("/done", "DialCallStatus") == "completed ");
  CHECK(world.app.values("/done", "DialCallSid") == caller + " ");
  CHECK(world.app.values("/done", "DialCallDuration") == "20 ");
  CHECK(world.app.unsigned_requests == 0);
}

TEST_CASE("who hangs up in a queue is told of, and who dials an empty one finds nobody") {
  Meeting meeting;
  meeting.ring(R"([{ hears = "please hold", hangs_up = true }])");
  meeting.world.run(minutes{1});
  CHECK(meeting.world.app.values("/after", "QueueResult") == "hangup ");
  CHECK(meeting.world.app.values("/after", "CallStatus") == "completed ");
  meeting.call_agent();
  meeting.world.run(minutes{2});
  CHECK(meeting.world.app.values("/done", "DialCallStatus") == "no-answer ");
  CHECK(meeting.world.network.open_calls() == 0);
}

TEST_CASE("an agent who waits gets the next caller, and a caller who hangs up leaves the agent to the document") {
  Meeting meeting;
  const auto agent = meeting.call_agent();
  meeting.world.run(seconds{20});
  Persona hasty = follows("[]");
  hasty.patience = {seconds{8}, seconds{8}};
  CHECK(meeting.world.network.call_in(std::string(caller_number), ours, std::move(hasty)).ok());
  meeting.world.run(minutes{2});
  CHECK(meeting.world.app.values("/after", "QueueResult") == "bridged ");
  CHECK(meeting.world.app.values("/done", "DialCallStatus") == "completed ");
  CHECK(meeting.world.story(agent).find("heard[Well done.]") != std::string::npos);
  CHECK(meeting.world.network.open_calls() == 0);
}

TEST_CASE("a queue takes as many as it may hold, Leave leaves it, and its place is told") {
  Meeting meeting;
  World& world = meeting.world;
  world.app.say("/in",
                R"(<Response><Enqueue waitUrl="/wait" action="/after" maxQueueSize="2">help</Enqueue></Response>)");
  world.app.pages["/wait"] = [](const http::Fields& fields) {
    const bool first = http::field(fields, "QueuePosition") == "1";
    return http::xml_response(first ? "<Response><Pause length=\"60\"/></Response>" : "<Response><Leave/></Response>");
  };
  meeting.ring();
  world.run(seconds{3});
  meeting.ring();
  world.run(seconds{3});
  CHECK(world.app.values("/wait", "QueuePosition") == "1 2 ");
  CHECK(world.app.values("/after", "QueueResult") == "leave ");
  meeting.ring();
  world.app.say("/wait", "<Response><Pause length=\"60\"/></Response>");
  meeting.ring();
  meeting.ring();
  world.run(seconds{3});
  CHECK(world.app.values("/after", "QueueResult").find("queue-full") != std::string::npos);
  world.run(minutes{10});
  CHECK(world.network.open_calls() == 0);
}

TEST_CASE("two talk in a conference, and it is over when the one leaves who ends it") {
  Meeting meeting(R"([{ hears = "good morning", says = "Good evening" }, { wait = 3, hangs_up = true }])");
  World& world = meeting.world;
  world.app.say("/in",
                R"(<Response><Dial action="/after"><Conference waitUrl="/wait">r</Conference></Dial></Response>)");
  const auto caller = meeting.ring(R"([{ hears = "please hold", wait = 10, says = "Good morning" }])");
  const auto agent = meeting.call_agent("/room");
  world.run(minutes{2});
  CHECK(world.story(caller) ==
        "ring(inbound) answer(person) joined[r](conference) heard[Please hold.] said[Good morning] "
        "heard[Good evening](person) left[r](conference) heard[Goodbye.] hang_up(application) ended(completed) ");
  CHECK(world.story(agent).find("heard[Good morning](person) said[Good evening]") != std::string::npos);
  CHECK(world.app.values("/after", "DialCallStatus") == "answered ");
  CHECK(world.network.open_calls() == 0);
}

TEST_CASE("a conference that is full, or that may not begin yet, lets nobody talk") {
  Meeting meeting(R"([{ wait = 1, says = "Hello" }])");
  World& world = meeting.world;
  world.app.say("/in", R"(<Response><Dial action="/after" timeLimit="40"><Conference maxParticipants="2"
      startConferenceOnEnter="false">r</Conference></Dial></Response>)");
  const auto first = meeting.ring(R"([{ wait = 2, says = "Anybody" }])");
  const auto second = meeting.ring();
  const auto third = meeting.ring();
  world.run(seconds{5});
  CHECK(world.app.values("/after", "DialCallStatus") == "failed ");
  CHECK(world.story(second).find("Anybody") == std::string::npos);
  world.run(minutes{2});
  CHECK(world.app.values("/after", "DialCallStatus") == "failed answered answered ");
  CHECK(world.story(third).find("joined") == std::string::npos);
  CHECK(world.story(first).find("heard[Goodbye.]") != std::string::npos);
}

TEST_CASE("a call that is hung up or led elsewhere over the API leaves whoever it talked to") {
  Meeting meeting;
  World& world = meeting.world;
  const auto caller = meeting.ring();
  const auto agent = meeting.call_agent();
  world.run(seconds{10});
  CHECK(world.request("POST", "/Calls/" + agent + ".json", {{"Url", "http://app:8800/done"}}).status == 200);
  world.run(seconds{20});
  CHECK(world.app.values("/after", "QueueResult") == "bridged ");
  CHECK(world.show(caller, "status") == "completed");
  const auto other = meeting.ring();
  world.run(seconds{5});
  CHECK(world.request("POST", "/Calls/" + other + ".json", {{"Status", "completed"}}).status == 200);
  meeting.call_agent();
  world.run(minutes{2});
  CHECK(world.app.values("/done", "DialCallStatus").ends_with("no-answer "));
  CHECK(world.network.open_calls() == 0);
}

TEST_CASE("a call's document sends texts, from the number of the call to who is on the phone") {
  Meeting meeting;
  World& world = meeting.world;
  world.app.say("/in", R"(<Response><Message statusCallback="/told">See you</Message>
      <Sms to="nobody">no</Sms><Say>Sent.</Say></Response>)");
  world.app.say("/told", "");
  const auto caller = meeting.ring();
  world.run(minutes{1});
  CHECK(world.story(caller).find("heard[Sent.]") != std::string::npos);
  CHECK(world.app.values("/told", "MessageStatus") == "sent delivered ");
  CHECK(world.app.values("/told", "To") == std::string(caller_number) + " " + std::string(caller_number) + " ");
  CHECK(world.network.journal().count(EntryKind::text_accepted) == 1);
  CHECK(world.network.journal().count(EntryKind::refused) == 1);
}

TEST_CASE("what a person says is the answer to a Gather that listens, keys or words") {
  Meeting meeting;
  World& world = meeting.world;
  world.app.say("/in",
                R"(<Response><Gather input="speech dtmf" action="/said" speechTimeout="1"><Say>Who is calling?</Say>
      </Gather><Say>Nobody.</Say></Response>)");
  world.app.say("/said", "<Response><Say>Thank you.</Say></Response>");
  const auto caller = meeting.ring(R"([{ hears = "who is calling", says = "Ada Lovelace" }])");
  world.run(minutes{1});
  CHECK(world.app.values("/said", "SpeechResult") == "Ada Lovelace ");
  CHECK(world.app.values("/said", "Confidence") == "0.90 ");
  CHECK(world.story(caller).find("said[Ada Lovelace] heard[Thank you.]") != std::string::npos);
  const auto silent = meeting.ring();
  world.run(minutes{1});
  CHECK(world.story(silent).find("heard[Nobody.]") != std::string::npos);
}

TEST_CASE("whoever opens a conference is told of those events that it asks for, in order") {
  Meeting meeting;
  World& world = meeting.world;
  world.app.say("/events", "");
  world.app.say("/in", R"(<Response><Dial><Conference muted="true" statusCallback="/events"
      statusCallbackEvent="start end join leave">r</Conference></Dial></Response>)");
  const auto caller = meeting.ring();
  const auto agent = meeting.call_agent("/room");
  world.run(minutes{10});  // each has patience for five
  CHECK(world.app.values("/events", "StatusCallbackEvent") ==
        "participant-join participant-join conference-start participant-leave participant-leave conference-end ");
  CHECK(world.app.values("/events", "SequenceNumber") == "1 2 3 4 5 6 ");
  CHECK(world.app.values("/events", "Muted") == "true false - true false - ");
  CHECK(world.app.values("/events", "EndConferenceOnExit") == "false true - false true - ");
  CHECK(world.app.values("/events", "CallSid") == caller + " " + agent + " - " + caller + " " + agent + " - ");
  CHECK(world.app.values("/events", "FriendlyName") == "r r r r r r ");
}

TEST_CASE("a conference whose opener names no event tells nobody") {
  Meeting meeting;
  World& world = meeting.world;
  world.app.say("/in", R"(<Response><Dial><Conference statusCallback="/events">r</Conference></Dial></Response>)");
  meeting.ring(R"([{ wait = 3, hangs_up = true }])");
  world.run(minutes{2});
  CHECK(world.app.values("/events", "ConferenceSid").empty());
}
