// The gateway's verdict on who answered: a hint, taken once, durable before the call is sent on.
#include <doctest/doctest.h>

#include <optional>

#include "gateway/fake_gateway.h"
#include "store/attempts.h"
#include "store/progress.h"
#include "store/queue.h"
#include "store/recipients.h"
#include "store/sqlite/test_house.h"
#include "webhook/hooks.h"
#include "webhook/test_call.h"

using namespace courtesy;

namespace {

const std::string public_url = "https://courtesy.example";
const std::string hook = "/twilio/call/1.1.s3cret/";

/// Twilio's own, as far as a live call is redirected.
class LiveCalls final : public Gateway {
 public:
  Result<Prepared> prepare(const Intent&) const override { return invalid("only redirects"); }
  void send(Prepared, UniqueFunction<void(Ending)>) override {}
  void look_up(LookUp, UniqueFunction<void(Result<std::vector<Sighting>>)>) override {}
  void call_off(std::string, UniqueFunction<void(Ending)>) override {}
  void redirect(std::string id, std::string url, UniqueFunction<void(Ending)> done) override {
    redirected.push_back(id + " " + url);
    done({.kind = EndingKind::accepted, .provider_id = id});
  }
  std::vector<std::string> redirected;
};

struct Desk : TestHouse {
  explicit Desk(Machines machines = Machines::ask_first_hint) {
    import({booked("a", "2026-05-14T14:00")});
    Attempt call = call_to_ana(library);
    call.machines = machines;
    write([&](Unit& unit) { return place(unit, call, call_sid); });
    hooks.emplace(Hooks::Parts{.store = *store,
                               .flows = library,
                               .log = log,
                               .public_url = public_url,
                               .keys = {Secret<std::string>("key")},
                               .changed = [] {},
                               .calls = &gateway});
  }

  http::Response post(const std::string& path, const http::Fields& fields) {
    return answer_to(twilio::signed_request(public_url, path, fields), *hooks, time);
  }
  http::Response step(const std::string& what, const http::Fields& more = {}) {
    return post(hook + what, fields_of_call(call_sid, "in-progress", more));
  }
  int verdict(const std::string& who) {
    return post(hook + "amd", {{"CallSid", call_sid}, {"AnsweredBy", who}, {"MachineDetectionDuration", "9100"}})
        .status;
  }
  Attempt attempt() {
    return read<Attempt>([](Unit& unit) { return unit.attempts().get(AttemptId(1)); });
  }

  const std::string call_sid = "CA00000000000000000000000000000001";
  flow::Library library = flow::Library::builtin().value();
  QuietLog log;
  LiveCalls gateway;
  std::optional<Hooks> hooks;
};

}  // namespace

TEST_CASE("a verdict that a machine has beeped sends the call on, once, and the message begins again") {
  Desk desk;
  desk.step("answer");
  CHECK(says(desk.step("1/silence"), "with a reminder"));
  CHECK(desk.verdict("machine_end_beep") == 204);
  CHECK(desk.gateway.redirected == std::vector{desk.call_sid + " " + public_url + hook + "2/machine"});
  CHECK(desk.verdict("machine_end_beep") == 204);
  CHECK(desk.gateway.redirected.size() == 1);
  CHECK(desk.attempt().evidence == Evidence::beep);
  const auto again = desk.step("2/machine");
  CHECK(says(again, "with a reminder"));
  CHECK(desk.step("2/machine").body == again.body);
  CHECK(desk.attempt().step == 3);
}

TEST_CASE("a verdict during the opening question begins the message") {
  Desk desk;
  desk.step("answer");
  desk.verdict("machine_end_silence");
  CHECK(desk.gateway.redirected.size() == 1);
  CHECK(desk.attempt().evidence == Evidence::machine);
  CHECK(says(desk.step("1/machine"), "with a reminder"));
}

TEST_CASE("a redirection that is lost changes nothing: the call goes on where it was") {
  Desk desk;
  desk.step("answer");
  desk.verdict("machine_end_beep");
  const auto menu = desk.step("1/keys", {{"Digits", "1"}});
  CHECK(says(menu, "To confirm it, press 1."));
  CHECK(says(desk.step("2/keys", {{"Digits", "1"}}), "is confirmed"));
}

TEST_CASE("a person who presses a key while the call is sent on hears her choices, and nothing is undone") {
  Desk desk;
  desk.step("answer");
  desk.verdict("machine_end_beep");
  const auto menu = desk.step("1/keys", {{"Digits", "1"}});
  CHECK(desk.step("1/machine").body == menu.body);
  CHECK(desk.attempt().step == 2);
  CHECK(desk.attempt().outcome == AttemptOutcome::heard);
}

TEST_CASE("a key that was on its way when the call was sent on costs the machine's message nothing") {
  Desk desk;
  desk.step("answer");
  desk.verdict("machine_end_beep");
  const auto message = desk.step("1/machine");
  CHECK(desk.step("1/silence").body == message.body);
  CHECK(desk.attempt().silenced == Reason::none);
}

TEST_CASE("a verdict that changes nothing does not disturb the call") {
  Desk desk;
  desk.step("answer");
  desk.step("1/keys", {{"Digits", "1"}});
  desk.verdict("machine_end_beep");
  CHECK(desk.gateway.redirected.empty());

  Desk person;
  person.step("answer");
  person.verdict("human");
  CHECK(person.gateway.redirected.empty());
  CHECK(person.attempt().evidence == Evidence::none);

  Desk late;
  late.verdict("machine_end_beep");  // before anything was said
  CHECK(late.gateway.redirected.empty());
}

TEST_CASE("a verdict without its fields, or for nobody, is refused and changes nothing") {
  Desk desk;
  desk.step("answer");
  CHECK(desk.post(hook + "amd", {{"CallSid", desk.call_sid}}).status == 400);
  CHECK(desk.post("/twilio/call/1.1.guessed/amd", {{"CallSid", desk.call_sid}, {"AnsweredBy", "machine_end_beep"}})
            .status == 404);
  CHECK(desk.gateway.redirected.empty());
  CHECK(desk.attempt().evidence == Evidence::none);
}

TEST_CASE("where the gateway is asked first, a machine gets its message at once, and a person hers") {
  Desk machine(Machines::detect);
  const auto message = machine.step("answer", {{"AnsweredBy", "machine_end_beep"}});
  CHECK(says(message, "with a reminder"));
  CHECK_FALSE(says(message, "press"));
  CHECK(machine.attempt().evidence == Evidence::beep);
  CHECK(machine.attempt().path == "way>same_for_all at_once>machine");
  machine.step("1/played", {{"AnsweredBy", "machine_end_beep"}});
  CHECK(machine.attempt().outcome == AttemptOutcome::machine);

  Desk person(Machines::detect);
  CHECK(says(person.step("answer", {{"AnsweredBy", "human"}}), "To confirm it, press 1."));
}

TEST_CASE("each way begins as its rule wants it, and says as much as it wants") {
  CHECK(says(Desk(Machines::ask_first).step("answer"), "To hear it, press 1."));
  CHECK(says(Desk(Machines::ignore).step("answer"), "To confirm it, press 1."));
  CHECK_FALSE(says(Desk(Machines::keyless).step("answer"), "press"));
  Desk once(Machines::ask_first);
  once.step("answer");
  once.step("1/silence");
  CHECK(says(once.step("2/played"), "<Hangup"));
  Desk thrice(Machines::ask_first_repeat);
  thrice.step("answer");
  thrice.step("1/silence");
  CHECK(says(thrice.step("2/played"), "with a reminder"));
  CHECK(says(thrice.step("3/played"), "with a reminder"));
  CHECK(says(thrice.step("4/played"), "<Hangup"));
  Desk persons(Machines::keypress);
  persons.step("answer");
  CHECK(says(persons.step("1/silence"), "<Hangup"));
}
