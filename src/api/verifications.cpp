#include "api/verifications.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "api/answer.h"
#include "store/accounts.h"
#include "store/ledger_check.h"
#include "store/unit.h"

namespace courtesy::api {
namespace {

/// A few milliseconds' work, in a reader's thread.
constexpr int rows_at_once = 2'000;

}  // namespace

struct Verifications::Run {
  std::int64_t id = 0;
  AccountId account{};
  std::string who;
  Instant began{};
  std::optional<LedgerCheck> check{};
  std::string failed{};  ///< why it could not be looked at
  bool over = false;

  boost::json::object told() const {
    boost::json::object object{{"id", id},
                               {"account", account.value()},
                               {"who", who},
                               {"began", to_string(began)},
                               {"state", !failed.empty() ? "failed"
                                         : over          ? "done"
                                                         : "running"},
                               {"percent", over || !check ? (over ? 100 : 0) : check->percent()},
                               {"problem", maybe(failed)},
                               {"result", nullptr}};
    if (!over || !check) return object;
    object["result"] = boost::json::object{{"holds", check->broken().empty()},
                                           {"broken", maybe(check->broken())},
                                           {"rows", check->rows()},
                                           {"erased", check->erased()},
                                           {"older", check->older()},
                                           {"head", fmt::format("{}:{}", check->seq(), check->link())}};
    return object;
  }
};

void Verifications::begin(AccountId account, const std::string& who, http::Respond respond) {
  std::size_t running = 0;
  for (const auto& one : kept_) {
    if (one->over) continue;
    ++running;
    if (one->account != account) continue;
    http::Response response = json(one->told());
    response.status = 202;
    return respond(std::move(response));
  }
  if (running >= most_running)
    return respond(problem({ErrorCode::full, "Several ledgers are looked through already. Try again in a moment."}));
  auto run = std::make_shared<Run>();
  run->id = ++last_id_;
  run->account = account;
  run->who = who;
  run->began = parts_.settings.clock->now();
  kept_.push_back(run);
  auto begun = std::make_shared<std::optional<LedgerCheck>>();
  parts_.store.read(
      account,
      [begun](Unit& unit) -> Result<void> {
        TRY(unit.accounts().get());
        *begun = TRY(LedgerCheck::begin(unit));
        return {};
      },
      [this, run, begun, respond = std::move(respond)](const Result<void>& read) mutable {
        if (!read) {
          std::erase(kept_, run);
          return respond(problem(read.error()));
        }
        run->check = std::move(*begun);
        // Those that run are few: there is one that is over.
        if (kept_.size() > most_kept)
          kept_.erase(std::ranges::find_if(kept_, [](const auto& one) { return one->over; }));
        http::Response response = json(run->told());
        response.status = 202;
        response.headers.emplace_back("Location", fmt::format("/v1/operator/verifications/{}", run->id));
        respond(std::move(response));
        go_on(run);
      });
}

void Verifications::go_on(std::shared_ptr<Run> run) {
  // The unit may run again from its start: it walks a copy.
  auto walked = std::make_shared<std::optional<LedgerCheck>>();
  parts_.store.read(
      run->account,
      [walked, check = *run->check](Unit& unit) -> Result<void> {
        *walked = check;
        return (*walked)->go_on(unit, rows_at_once);
      },
      [this, run, walked](const Result<void>& read) {
        if (read) run->check = std::move(*walked);
        if (!read) run->failed = read.error().message;
        run->over = !read || run->check->over();
        if (!run->over) go_on(run);
      });
}

http::Response Verifications::tell(std::int64_t id) const {
  const auto run = std::ranges::find_if(kept_, [id](const auto& one) { return one->id == id; });
  if (run == kept_.end()) return problem({ErrorCode::not_found, "There is no such thing here."});
  return json((*run)->told());
}

}  // namespace courtesy::api
