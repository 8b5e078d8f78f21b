#include "simulation/rehearsal.h"

#include <fmt/format.h>

#include <map>

#include "base/virtual_time.h"
#include "node/node.h"
#include "phonenet/mailbox.h"
#include "phonenet/memory_client.h"
#include "phonenet/network.h"
#include "simulation/names.h"
#include "simulation/rehearsal_report.h"
#include "store/accounts.h"
#include "store/loop_store.h"
#include "store/migrations.h"
#include "store/sqlite/sqlite_db.h"

namespace courtesy::simulation {
namespace {

/// Calls and texts of the day's last minutes come to their ends in it.
constexpr minutes afterwards{30};
constexpr minutes step{15};

NodeSettings node_settings() {
  NodeSettings settings;
  settings.twilio.base_url = network_origin;
  settings.twilio.account_sid = account_sid;
  settings.twilio.auth_token = Secret<std::string>("rehearsed");
  settings.twilio.public_url = our_origin;
  settings.smtp = smtp::Settings{.domain = "courtesy.example",
                                 .public_url = our_origin,
                                 .link_keys = {Secret<std::string>("a key of a link, for the rehearsal")},
                                 .unsubscribe_mailbox = {}};
  settings.retention.reset();
  return settings;
}

/// The account's numbers: callers of all its calls and texts, and what it answers.
phonenet::Settings network_settings(const Account& account, std::uint64_t seed, phonenet::Directory directory) {
  const std::string base = our_origin;
  phonenet::Settings settings;
  settings.account_sid = account_sid;
  settings.auth_token = "rehearsed";
  settings.numbers = {{.number = account.caller_number,
                       .voice_url = base + "/twilio/call/incoming",
                       .sms_url = base + "/twilio/text/incoming",
                       .sms_fallback_url = {},
                       .voice_status_url = base + "/twilio/call/incoming/status"}};
  settings.seed = seed;
  settings.directory = std::move(directory);
  return settings;
}

class Rehearsal {
 public:
  static Result<std::unique_ptr<Rehearsal>> make(const AccountCopy& copy, std::uint64_t seed) {
    std::unique_ptr<Rehearsal> one(new Rehearsal(copy, seed));
    one->db_ = TRY(SqliteDb::open({.path = ":memory:"}));
    TRY(migrate(*one->db_, {}, copy.from));
    TRY(put_copy(*one->db_, copy));
    one->store_ = std::make_unique<LoopStore>(one->time_, one->time_, *one->db_, copy.settings);
    Unit house(*one->db_, AccountId{}, copy.from, copy.settings, {});
    one->store_->set_epoch({"rehearsal", TRY(house.accounts().begin_epoch("rehearsal"))});
    Unit unit(*one->db_, copy.account, copy.from, copy.settings, {});
    const Account account = TRY(unit.accounts().get());
    one->network_ = std::make_unique<phonenet::Network>(
        one->time_, one->time_, one->client_,
        network_settings(account, seed, TRY(phonenet::Directory::read(ordinary_people()))));
    one->network_->set_witness([&calls = one->seen_.calls](phonenet::CallStory story) {
      const std::string sid = story.sid;
      calls.emplace(sid, std::move(story));
    });
    TRY(one->hear_recordings(unit));
    one->mailbox_ = std::make_unique<phonenet::Mailbox>(one->time_, one->time_, one->network_->journal());
    one->node_ = TRY(Node::make(node_settings(), {.loop = one->time_,
                                                  .clock = one->time_,
                                                  .store = *one->store_,
                                                  .http = one->client_,
                                                  .mail = one->mailbox_.get(),
                                                  .random = one->random_,
                                                  .log = one->log_}));
    one->client_.connect(network_origin, one->network_.get());
    one->client_.connect(our_origin, one->node_.get());
    return one;
  }

  Result<boost::json::object> run(const RehearsalProgress& progress) {
    seen_.flows = &node_->flows();
    {
      Unit unit(*db_, copy_.account, time_.now(), copy_.settings, {});
      TRY(note_what_is_due(unit, copy_, seen_));
    }
    node_->start();
    const Instant end = copy_.until + afterwards;
    while (time_.now() < end) {
      time_.run_until(std::min(time_.now() + step, end));
      progress(static_cast<int>(95 * (time_.now() - copy_.from) / (end - copy_.from)));
    }
    Unit unit(*db_, copy_.account, time_.now(), copy_.settings, {});
    return rehearsal_report(unit, copy_, seen_);
  }

 private:
  Rehearsal(const AccountCopy& copy, std::uint64_t seed) : copy_(copy), time_(copy.from), random_(seed) {
    seen_.seed = seed;
  }

  /// Sound is not copied: how long a recording plays is known, and that is what a call's seconds need.
  Result<void> hear_recordings(Unit& unit) {
    std::map<std::string, milliseconds> lengths;
    for (const auto& row : TRY(unit.db().run("SELECT hash, length_ms FROM audio WHERE account = $1", {copy_.account})))
      lengths.emplace(row[0].text(), milliseconds{row[1].number()});
    network_->set_clips([lengths = std::move(lengths)](std::string_view url) -> std::optional<phonenet::Clip> {
      for (const auto& [hash, length] : lengths) {
        if (url.find(hash) != std::string_view::npos) return phonenet::Clip{length, "(recorded voice)"};
      }
      return std::nullopt;
    });
    return {};
  }

  const AccountCopy& copy_;
  VirtualTime time_;
  SeededRandom random_;
  QuietLog log_;
  SeenOfRehearsal seen_;
  std::unique_ptr<SqliteDb> db_;
  std::unique_ptr<LoopStore> store_;
  phonenet::MemoryClient client_{time_, time_, milliseconds{20}};
  std::unique_ptr<phonenet::Network> network_;
  std::unique_ptr<phonenet::Mailbox> mailbox_;
  std::unique_ptr<Node> node_;
};

}  // namespace

std::string_view ordinary_people() {
  return R"([mix]
confirms = 40
cancels = 8
call-back = 8
voicemail = 20
no-answer = 8
busy = 5
ignores = 4
wrong-keys = 3
hears-again = 2
opts-out = 2
)";
}

Result<boost::json::object> rehearse(const AccountCopy& copy, std::uint64_t seed, const RehearsalProgress& progress) {
  const auto rehearsal = TRY(Rehearsal::make(copy, seed));
  return rehearsal->run(progress);
}

}  // namespace courtesy::simulation
