// What one reminder costs does not grow with what the account has behind it and ahead: counted in SQLite's own steps.
#include <doctest/doctest.h>

#include <algorithm>
#include <regex>
#include <set>

#include "dispatch/dispatcher.h"
#include "gateway/fake_gateway.h"
#include "store/progress.h"
#include "store/sqlite/long_past.h"

using namespace courtesy;

namespace {

/// Three reminders at one moment: one is told of, of one the answer is lost and found at the gateway, and one is asked
/// for until it is given up.
struct Story : TestHouse {
  explicit Story(bool with_past) {
    import({booked("a", "2026-05-14T14:00"), booked("b", "2026-05-14T14:00", "+12125550124"),
            booked("c", "2026-05-14T14:00", "+12125550125")});
    if (with_past) add_long_past(*this);
    db->forget_costs();
    gateway.next(FakeGateway::Reply::accepted);
    gateway.next(FakeGateway::Reply::answer_lost);
    gateway.next(FakeGateway::Reply::request_lost);
    dispatcher.start();
    time.run_until(parse_instant("2026-05-13T18:20:00Z").value());
  }

  SeededRandom random{1};
  QuietLog log;
  FakeGateway gateway{time};
  Dispatcher dispatcher{
      {.loop = time,
       .clock = time,
       .store = *store,
       .gateways = {.call = &gateway, .text = &gateway, .email = &gateway},
       .fill = [](Unit&, const Rule&, const Account&, const Client&, const Appointment&) -> Result<Filled> {
         return Filled{.text = "text", .flow = "flow", .flow_hash = "hash"};
       },
       .random = random,
       .log = log},
      DispatchSettings{}};
};

}  // namespace

TEST_CASE("no statement from the due reminder to its ending, and to the last look for a lost one, walks what is past") {
  const Story small(false);
  const Story large(true);
  CHECK(large.db->costs().size() > 20);
  CHECK(large.gateway.contacts().size() == 3);
  for (const auto& dear : grown(*small.db, *large.db)) FAIL_CHECK(dear);
}

TEST_CASE("of many that wait for the same moment, a look reads only as many as it takes") {
  TestHouse house;
  add_long_past(house);
  house.db->run("UPDATE reminder SET look_at = 1806501600000 WHERE state = 'waiting'").value();
  house.time.run_until(parse_instant("2027-03-31T14:00:00Z").value());
  house.db->forget_costs();
  const auto due = house.read<std::vector<Due>>([](Unit& unit) { return unit.queue().look(10); });
  CHECK(due.size() == 10);
  for (const auto& one : house.db->costs()) CHECK_MESSAGE(one.most_steps < long_past, one.sql);
}

namespace {

/// Tables that are the same everywhere, or lie by recipient: store/migrations says why.
const std::set<std::string, std::less<>> of_no_account{"recipient", "recipient_contact", "stop",     "node",
                                                       "block",     "quota_block",       "heartbeat"};

std::vector<std::string> tables_in(const std::string& sql) {
  static const std::regex name(R"((?:FROM|JOIN|INTO|UPDATE)\s+([a-z_]+))");
  std::vector<std::string> found;
  for (std::sregex_iterator at(sql.begin(), sql.end(), name), end; at != end; ++at) found.push_back(at->str(1));
  return found;
}

bool by_account(const std::string& sql) {
  static const std::regex key(R"(account = \$|\(account,)");
  return std::regex_search(sql, key);
}

}  // namespace

TEST_CASE("every statement of the hot way is of one account, but for the polls that ask whose turn it is") {
  const Story story(false);
  std::vector<std::string> polls;
  int of_an_account = 0;
  for (const auto& one : story.db->costs()) {
    const auto tables = tables_in(one.sql);
    const bool exempt =
        std::all_of(tables.begin(), tables.end(), [](const auto& table) { return of_no_account.contains(table); });
    if (exempt) continue;
    if (by_account(one.sql)) {
      ++of_an_account;
    } else {
      CHECK_MESSAGE(one.sql.starts_with("SELECT"), one.sql);
      polls.push_back(one.sql);
    }
  }
  CHECK(of_an_account > 20);
  // Whose is due or to be asked for, and when the next is (3); how late the house is (2); whose intents an older life
  // has left; what has tripped of late (2); the circuits of this node.
  CHECK(polls.size() == 9);
}
