// courtesy_bench_hooks FOLDER CALLS: a server whose calls are answered, to be asked from outside
// (tools/bench_webhook.py).
//
// Writes FOLDER/answers, FOLDER/keys and FOLDER/outcomes, requests for courtesy_bench_load: the first document of each
// call, its first key, and the key that confirms; and FOLDER/sessions, one of somebody in each account, for the API
// that it serves besides (tools/bench_pages.py). Then prints its port and serves until it is told to end.
#include <fmt/format.h>

#include <cstdio>
#include <fstream>

#include "api/api.h"
#include "base/whole_number.h"
#include "gateway/twilio/signature.h"
#include "house.h"
#include "net/loop.h"
#include "net/real_random.h"
#include "net/server.h"
#include "requests.h"
#include "store/people.h"
#include "store/person_sessions.h"
#include "store/sqlite/sqlite_store.h"
#include "webhook/hooks.h"

using namespace courtesy;
using namespace courtesy::bench;

namespace {

constexpr const char* public_url = "https://courtesy.example";
constexpr int accounts = 20;
constexpr int weeks_of_history = 8;

/// What Twilio sends with every request about a call (TwiML docs, "Request parameters"): some 25 fields.
http::Fields call_fields(const InstantGateway::Sent& sent) {
  return {{"AccountSid", "AC00000000000000000000000000000001"},
          {"ApiVersion", "2010-04-01"},
          {"CallSid", sent.provider_id},
          {"CallStatus", "in-progress"},
          {"Called", sent.recipient},
          {"CalledCity", "NEW YORK"},
          {"CalledCountry", "US"},
          {"CalledState", "NY"},
          {"CalledZip", "10001"},
          {"Caller", "+12125550199"},
          {"CallerCity", "NEW YORK"},
          {"CallerCountry", "US"},
          {"CallerState", "NY"},
          {"CallerZip", "10001"},
          {"Direction", "outbound-api"},
          {"From", "+12125550199"},
          {"FromCity", "NEW YORK"},
          {"FromCountry", "US"},
          {"FromState", "NY"},
          {"FromZip", "10001"},
          {"To", sent.recipient},
          {"ToCity", "NEW YORK"},
          {"ToCountry", "US"},
          {"ToState", "NY"},
          {"ToZip", "10001"}};
}

void write_requests(const std::string& file, const std::vector<InstantGateway::Sent>& calls, const std::string& what,
                    const http::Fields& more) {
  std::ofstream out(file, std::ios::binary);
  for (const auto& sent : calls) {
    http::Fields fields = call_fields(sent);
    fields.insert(fields.end(), more.begin(), more.end());
    const std::string path = "/twilio/call/" + sent.token + "/" + what;
    const std::string signature = twilio::sign(Secret<std::string>("key"), public_url + path, fields);
    put_request(out, path, signature, http::encode_form(fields));
  }
}

/// Somebody of each account has signed in: a token a line.
void sign_in(BusyHouse& house, const std::string& file) {
  std::ofstream out(file);
  for (int account = 1; account <= accounts; ++account) {
    const std::string token = fmt::format("session-of-account-{:014}", account);
    house.TestHouse::write(
        [&](Unit& unit) -> Result<void> {
          const PersonId person =
              TRY(People(unit).add({.email = fmt::format("p{}@maple.example", account), .name = "Pat"}));
          TRY(People(unit).join(AccountId(account), person, access::Role::staff, "the bench"));
          return TRY(PersonSessions(unit).begin({.person = person, .account = AccountId(account)}, false, token)),
                 Result<void>{};
        },
        AccountId(account));
    out << token << '\n';
  }
}

/// Webhooks and the API behind one port.
class Door final : public http::Handler {
 public:
  Door(Hooks& hooks, api::Api& api) : hooks_(hooks), api_(api) {}
  void handle(http::Request request, http::Respond respond) override {
    if (request.path().starts_with("/v1/")) return api_.handle(std::move(request), std::move(respond));
    hooks_.handle(std::move(request), std::move(respond));
  }

 private:
  Hooks& hooks_;
  api::Api& api_;
};

api::Settings settings_of(net::PacedClock& clock, net::AsioLoop& loop, Random& random, const flow::Library& flows) {
  api::Settings settings;
  settings.clock = &clock;
  settings.random = &random;
  settings.version = "bench";
  settings.after = [&loop](milliseconds wait, Task task) { return loop.real_after(wait, std::move(task)); };
  settings.flows = &flows;
  return settings;
}

int serve(const std::string& folder, int calls) {
  const std::string path = fresh_file(folder, "hooks.db");
  StoreSettings settings;
  Instant now;
  {
    BusyHouse house(path, accounts, calls / accounts);
    house.add_history(weeks_of_history);
    house.fall_due();
    house.send_all(calls, calls);
    sign_in(house, folder + "/sessions");
    settings = house.settings;
    now = house.time.now();
    const auto& sent = house.gateway.sent;
    write_requests(folder + "/answers", sent, "answer", {});
    write_requests(folder + "/keys", sent, "1/keys", {{"Digits", "1"}, {"msg", "Gather End"}});
    write_requests(folder + "/outcomes", sent, "2/keys", {{"Digits", "1"}, {"msg", "Gather End"}});
  }
  net::PacedClock clock(now, 1);
  net::AsioLoop loop(clock);
  QuietLog log;
  const auto store = SqliteStore::open(path, "bench", loop, clock, settings);
  const flow::Library library = flow::Library::builtin().value();
  Hooks hooks({.store = **store,
               .flows = library,
               .log = log,
               .public_url = public_url,
               .keys = {Secret<std::string>("key")},
               .changed = [] {}});
  net::SystemRandom random;
  api::Api api(**store, loop, settings_of(clock, loop, random, library));
  Door door(hooks, api);
  const auto server = net::Server::listen(loop, door, log, {});
  fmt::print("{}\n", (*server)->port());
  std::fflush(stdout);
  loop.on_signal([&loop] { loop.stop(); });
  loop.run();
  return 0;
}

}  // namespace

int main(int count, char** words) {
  const auto calls = count == 3 ? whole_number<int>(words[2]) : std::nullopt;
  if (!calls || *calls < accounts || *calls > 100'000) {
    return fmt::print(stderr, "courtesy_bench_hooks FOLDER CALLS (20 to 100000)\n"), 2;
  }
  return serve(words[1], *calls);
}
