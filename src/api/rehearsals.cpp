#include "api/rehearsals.h"

#include <algorithm>
#include <boost/json.hpp>

#include "api/answer.h"
#include "base/language.h"
#include "store/unit.h"

namespace courtesy::api {

namespace {

Error others_rehearse() { return {ErrorCode::full, "Others are rehearsing. Try again in a moment."}; }

}  // namespace

struct Rehearsals::Run {
  std::int64_t id = 0;
  AccountId account{};
  LocalDate date{};
  std::uint64_t seed = 1;
  std::optional<AccountCopy> copy{};
  std::atomic<int> percent = 0;  // written by whoever runs it
  bool over = false;             // on the loop, as all that follows
  std::optional<Error> failed{};
  boost::json::object result{};

  std::string_view state() const { return !over ? "running" : failed ? "failed" : "done"; }
};

struct Rehearsals::Order {
  LocalDate date;
  std::uint64_t seed;

  static Result<Order> read(const boost::json::object& body) {
    const auto* seed = body.if_contains("seed");
    Order order{.date = TRY(parse_date(TRY(text_of(body, "date", 20)))), .seed = 1};
    if (seed == nullptr) return order;
    if (!seed->is_int64() || seed->as_int64() < 0) return invalid("`seed` must be a whole number, not less than 0");
    order.seed = static_cast<std::uint64_t>(seed->as_int64());
    return order;
  }
};

void Rehearsals::take(const Call& call, http::Respond respond) {
  if (!parts_.settings.rehearse) return respond(problem({ErrorCode::not_found, "There is no rehearsal here."}));
  const auto order = Order::read(call.body);
  if (!order) return respond(problem(order.error()));
  if (waiting_.size() >= most_waiting) return respond(problem(others_rehearse()));
  auto run = std::make_shared<Run>();
  run->account = call.actor.account;
  run->date = order->date;
  run->seed = order->seed;
  parts_.store.read(
      run->account,
      [run, language = language_of(call.request.header("Accept-Language").value_or(""))](Unit& unit) -> Result<void> {
        unit.set_language(language);
        run->copy = TRY(copy_account(unit, run->date));
        return {};
      },
      [this, run, respond = std::move(respond)](const Result<void>& read) mutable {
        if (!read) return respond(problem(read.error()));
        begin(run, std::move(respond));
      });
}

void Rehearsals::begin(std::shared_ptr<Run> run, http::Respond respond) {
  if (waiting_.size() >= most_waiting) return respond(problem(others_rehearse()));
  run->id = ++last_id_;
  forget(run->account);
  kept_.push_back(run);
  waiting_.push_back(run);
  http::Response response = tell(run->account, run->id);
  response.status = 202;
  response.headers.emplace_back("Location", "/v1/rehearsals/" + std::to_string(run->id));
  next();
  respond(std::move(response));
}

void Rehearsals::next() {
  if (running_ || waiting_.empty()) return;
  running_ = true;
  const auto run = waiting_.front();
  waiting_.pop_front();
  parts_.loop.aside(
      [run, rehearse = parts_.settings.rehearse] {
        auto told = rehearse(*run->copy, run->seed, [run](int percent) { run->percent = percent; });
        if (told) run->result = std::move(*told);
        if (!told) run->failed = told.error();
      },
      [this, run] {
        run->copy.reset();
        run->over = true;
        run->percent = 100;
        running_ = false;
        next();
      });
}

/// So many that one more may be kept. One that still runs ends unseen.
void Rehearsals::forget(AccountId account) {
  const auto of_account = [account](const auto& run) { return run->account == account; };
  const auto own = static_cast<std::size_t>(std::count_if(kept_.begin(), kept_.end(), of_account));
  if (own >= most_of_account) kept_.erase(std::find_if(kept_.begin(), kept_.end(), of_account));
  if (kept_.size() >= most_kept) kept_.pop_front();
}

http::Response Rehearsals::tell(AccountId account, std::int64_t id) const {
  const auto run = std::find_if(kept_.begin(), kept_.end(),
                                [&](const auto& one) { return one->id == id && one->account == account; });
  if (run == kept_.end()) return problem({ErrorCode::not_found, "There is no such thing here."});
  const Run& one = **run;
  boost::json::object told{
      {"id", one.id},         {"date", to_string(one.date)},   {"seed", static_cast<std::int64_t>(one.seed)},
      {"state", one.state()}, {"percent", one.percent.load()}, {"problem", nullptr},
      {"result", nullptr}};
  if (one.over && one.failed) told["problem"] = one.failed->message;
  if (one.over && !one.failed) told["result"] = one.result;
  return json(told);
}

}  // namespace courtesy::api
