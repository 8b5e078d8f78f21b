#include "phones_at_once.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "house.h"
#include "measure.h"
#include "net/client.h"
#include "net/loop.h"
#include "net/server.h"
#include "phonenet/network.h"
#include "phonenet/test_timing.h"

namespace courtesy::bench {
namespace {

using namespace phonenet;

constexpr std::size_t calls = 200;
constexpr const char* account = "AC00000000000000000000000000000001";
constexpr const char* ours = "+12025550100";
/// An entry's time is a whole millisecond, so one of two may look that much earlier.
constexpr milliseconds rounding{1};
constexpr double patience = 60;  ///< seconds

std::string number_of(std::size_t call) { return fmt::format("+1212{:07}", 2'000'000 + call); }

/// Documents for each script; status callbacks are taken and forgotten.
class Application final : public http::Handler {
  void handle(http::Request request, http::Respond respond) override { respond(testing::timed_page(request.path())); }
};

class AtOnce {
 public:
  AtOnce()
      : clients_(loop_, {.hold_clock = false}),
        network_(loop_, clock_, clients_, settings()),
        scripts_(testing::timed_calls()) {
    network_server_ = std::move(*net::Server::listen(loop_, network_, log_, {}));
    application_server_ = std::move(*net::Server::listen(loop_, application_, log_, {}));
    network_.set_base_url(network_server_->url());
  }

  Faults run() {
    for (std::size_t at = 0; at < calls; ++at) order(at);
    const Stopwatch watch;
    while (network_.journal().count(EntryKind::ended) < calls && watch.seconds() < patience) {
      loop_.run_one(milliseconds(100));
    }
    for (std::size_t at = 0; at < calls; ++at) hold(at);
    tell_lateness("from its timers alone", by_itself_);
    tell_lateness("where the application was asked in between", asked_);
    return std::move(faults_);
  }

 private:
  phonenet::Settings settings() {
    phonenet::Settings settings;
    settings.account_sid = account;
    settings.auth_token = "token";
    settings.numbers = {{.number = ours, .voice_url = "", .sms_url = "", .sms_fallback_url = ""}};
    settings.calls_per_second = 0;
    const auto scripts = testing::timed_calls();
    for (std::size_t at = 0; at < calls; ++at) {
      if (!settings.directory.put(number_of(at), scripts[at % scripts.size()].persona)) faults_.push_back("no number");
    }
    return settings;
  }

  void order(std::size_t at) {
    const http::Fields fields{{"To", number_of(at)},
                              {"From", ours},
                              {"Url", application_server_->url() + scripts_[at % scripts_.size()].path},
                              {"StatusCallback", application_server_->url() + "/status"},
                              {"StatusCallbackEvent", "initiated ringing answered completed"}};
    http::Request request{.method = "POST",
                          .url = fmt::format("{}/2010-04-01/Accounts/{}/Calls.json", network_server_->url(), account)};
    request.headers = {{"Authorization", "Basic " + base64(fmt::format("{}:token", account))},
                       {"Content-Type", "application/x-www-form-urlencoded"}};
    request.body = http::encode_form(fields);
    clients_.send(std::move(request), {}, [this](const http::Exchange& exchange) {
      const auto* answer = std::get_if<http::Response>(&exchange);
      if (answer == nullptr || answer->status != 201) faults_.push_back("a call was not accepted");
    });
  }

  void hold(std::size_t at) {
    const auto& entries = network_.journal().entries();
    const auto accepted = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) {
      return entry.kind == EntryKind::call_accepted && entry.to == number_of(at);
    });
    if (accepted == entries.end()) return faults_.push_back(number_of(at) + " was never called");
    std::string why;
    for (const auto& late :
         testing::held_against(scripts_[at % scripts_.size()], network_.journal(), accepted->sid, why)) {
      if (late.by < -rounding) faults_.push_back(fmt::format("{}: {} ms early", number_of(at), -late.by.count()));
      (late.asked ? asked_ : by_itself_).push_back(static_cast<double>(late.by.count()) * 1e-3);
    }
    if (!why.empty()) faults_.push_back(why);
  }

  static void tell_lateness(std::string_view which, const std::vector<double>& late) {
    if (late.empty()) return;
    tell(fmt::format("  {} moments {}: late", late.size(), which),
         fmt::format("{:.0f} ms (p50), {:.0f} ms (p99), {:.0f} ms (most)", percentile(late, 0.5) * 1e3,
                     percentile(late, 0.99) * 1e3, percentile(late, 1) * 1e3));
  }

  net::PacedClock clock_;
  net::AsioLoop loop_{clock_};
  QuietLog log_;
  net::CurlClient clients_;
  Faults faults_;
  Network network_;
  Application application_;
  std::array<testing::TimedCall, 3> scripts_;
  std::vector<double> by_itself_;
  std::vector<double> asked_;
  std::unique_ptr<net::Server> network_server_;
  std::unique_ptr<net::Server> application_server_;
};

}  // namespace

Faults phones_at_once() {
  fmt::print(
      "  {} calls at once by the clock, ordered and asked for over HTTP on 127.0.0.1, each moment held against its "
      "script\n",
      calls);
  return AtOnce().run();
}

}  // namespace courtesy::bench
