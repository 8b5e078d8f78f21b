#include "app/phones_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <ostream>

#include "app/files.h"
#include "app/pace_words.h"
#include "app/phones.h"
#include "base/phone/number.h"

namespace courtesy::app {
namespace {

constexpr std::size_t most_numbers_bytes = 4u << 20;
constexpr std::size_t logged_calls = 10'000;

/// `+12025550100=http://127.0.0.1:8080/twilio/text/incoming`, and perhaps `,VOICE_URL,STATUS_URL`.
Result<phonenet::OwnedNumber> owned_number(const std::string& words) {
  const std::size_t equals = words.find('=');
  const auto number = PhoneNumber::parse(words.substr(0, equals));
  if (!number) {
    return invalid(fmt::format(
        "--own is \"{}\": it must be NUMBER=SMS_URL[,VOICE_URL[,STATUS_URL]], the number like +12025550100", words));
  }
  phonenet::OwnedNumber owned{.number = number->e164(), .voice_url = {}, .sms_url = {}, .sms_fallback_url = {}};
  if (equals == std::string::npos) return owned;
  const std::string urls = words.substr(equals + 1);
  const std::size_t comma = urls.find(',');
  owned.sms_url = urls.substr(0, comma);
  if (comma != std::string::npos) owned.voice_url = urls.substr(comma + 1);
  if (const std::size_t second = owned.voice_url.find(','); second != std::string::npos) {
    owned.voice_status_url = owned.voice_url.substr(second + 1);
    owned.voice_url.resize(second);
  }
  for (const auto& url : {owned.sms_url, owned.voice_url, owned.voice_status_url}) {
    if (!url.empty() && !http::parse_url(url)) {
      return invalid(
          fmt::format("--own is \"{}\": \"{}\" is no URL like http://127.0.0.1:8080/twilio/text/incoming", words, url));
    }
  }
  return owned;
}

bool is_sid(const std::string& sid, std::string_view prefix) {
  const auto hexadecimal = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  return sid.size() == 34 && sid.starts_with(prefix) && std::all_of(sid.begin() + 2, sid.end(), hexadecimal);
}

/// `200ms`, `2s`: of the network's clock.
Result<milliseconds> delay_of(std::string_view text) {
  std::int64_t value = -1;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  const std::string_view unit(read.ptr, static_cast<std::size_t>(text.data() + text.size() - read.ptr));
  const bool known = unit == "ms" || unit == "s";
  const std::int64_t thousandth = unit == "s" ? value * 1'000 : value;
  if (read.ec == std::errc{} && known && value >= 0 && value <= 600'000 && thousandth <= 600'000)
    return milliseconds{thousandth};
  return invalid(fmt::format("--delay is \"{}\": it must be a time like 200ms or 2s, at most 600s", text));
}

/// `SK0123…=secret`
Result<std::pair<std::string, std::string>> pair_of(std::string_view option, std::string_view prefix,
                                                    const std::string& words) {
  const std::size_t equals = std::min(words.find('='), words.size());
  std::string sid = words.substr(0, equals);
  if (is_sid(sid, prefix) && equals + 1 < words.size()) return std::pair(std::move(sid), words.substr(equals + 1));
  return invalid(
      fmt::format("{} must be SID=SECRET, the sid {} and 32 hexadecimal digits, in small letters", option, prefix));
}

constexpr std::pair<std::string_view, double phonenet::Faults::*> chances[] = {
    {"answer_lost", &phonenet::Faults::answer_lost},     {"error_after", &phonenet::Faults::error_after},
    {"error_before", &phonenet::Faults::error_before},   {"too_many_requests", &phonenet::Faults::too_many_requests},
    {"callback_lost", &phonenet::Faults::callback_lost}, {"callback_doubled", &phonenet::Faults::callback_doubled},
    {"callback_late", &phonenet::Faults::callback_late}};

/// `answer_lost=0.05`
Result<void> set_fault(phonenet::Faults& faults, std::string_view words) {
  const std::size_t equals = std::min(words.find('='), words.size());
  const std::string chance(words.substr(std::min(equals + 1, words.size())));
  double value = -1;
  const auto read = std::from_chars(chance.data(), chance.data() + chance.size(), value);
  const bool good = read.ec == std::errc{} && read.ptr == chance.data() + chance.size() && value >= 0 && value <= 1;
  std::string names;
  for (const auto& [name, fault] : chances) {
    if (good && name == words.substr(0, equals)) return faults.*fault = value, Result<void>{};
    names.append(names.empty() ? "" : ", ").append(name);
  }
  return invalid(
      fmt::format("--fault is \"{}\": it must be NAME=CHANCE with a chance from 0 to 1; there are {}", words, names));
}

class PhonesCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.number("--port PORT", port_, "on 127.0.0.1; 0: any that is free (default: 8800)");
    options.text("--account SID", settings_.network.account_sid, "AC and 32 hexadecimal digits (default: AC000...001)");
    options.text("--token TOKEN", settings_.network.auth_token, "the network's auth token (default: phones)");
    options.texts("--key SID=SECRET", keys_, "an API key of the account, SK and 32 hexadecimal digits");
    options.text("--test-account SID=TOKEN", test_account_,
                 "test credentials: parameters are checked, nothing is done");
    options.text("--numbers FILE", numbers_, "TOML: who answers which number (default: everybody confirms)");
    options.texts("--own NUMBER=SMS_URL,VOICE_URL,STATUS_URL", own_,
                  "a number of the account, and what is asked when somebody writes to it, calls it, and has called; "
                  "each may be left out");
    options.text("--delay TIME", delay_, "from a request to its answer: 200ms, 2s (default: none)");
    options.number("--calls-per-second N", calls_per_second_, "begun at most (default: 1); 0: no bound");
    options.number("--keep-calls N", keep_calls_, "of those that are over (default: 100000); 0: all");
    options.texts("--fault NAME=CHANCE", faults_, "what goes wrong how often, as answer_lost=0.05");
    options.flag("--strict", settings_.network.strict, "refuse parameters that the API does not know (20001)");
    options.number("--seed N", seed_, "of chance (default: 1)");
    pace_.declare(options, "real|xN|virtual");
    options.flag("--lint", lint_, "say in the end what a real carrier would have punished");
    options.text("--journal FILE", settings_.journal, "add what happens, as lines of JSON");
  }

  Result<void> check() override {
    if (port_ < 0 || port_ > 65'535) return invalid("--port must be 0 to 65535");
    settings_.port = static_cast<std::uint16_t>(port_);
    settings_.network.seed = static_cast<std::uint64_t>(seed_);
    if (!is_sid(settings_.network.account_sid, "AC")) {
      return invalid("--account must be AC and 32 hexadecimal digits, in small letters");
    }
    for (const auto& words : keys_) settings_.network.keys.push_back(TRY(pair_of("--key", "SK", words)));
    if (!test_account_.empty()) {
      auto [sid, token] = TRY(pair_of("--test-account", "AC", test_account_));
      settings_.network.test_account_sid = std::move(sid);
      settings_.network.test_auth_token = std::move(token);
    }
    settings_.network.logged_calls = logged_calls;
    for (const auto& words : own_) settings_.network.numbers.push_back(TRY(owned_number(words)));
    if (!delay_.empty()) settings_.network.answer_delay = TRY(delay_of(delay_));
    if (calls_per_second_ < 0 || calls_per_second_ > 1'000) return invalid("--calls-per-second must be 0 to 1000");
    settings_.network.calls_per_second = static_cast<double>(calls_per_second_);
    if (keep_calls_ < 0) return invalid("--keep-calls must be 0 or more");
    settings_.network.finished_calls = static_cast<std::size_t>(keep_calls_);
    for (const auto& words : faults_) TRY(set_fault(settings_.network.faults, words));
    if (is_virtual() && !pace_.since.empty()) {
      return invalid("--since is for --time xN: virtual time begins at --start, and goes on by POST /_/advance alone");
    }
    TRY(clock_of(own_pace(), Instant{}));
    return {};
  }

  Result<int> run(Outside& outside) override {
    if (!numbers_.empty()) settings_.network.directory = TRY(read_numbers());
    const auto clock = TRY(clock_of(own_pace(), outside.clock.now()));
    if (is_virtual()) settings_.virtual_start = TRY(start_of(pace_, outside.clock.now()));
    StderrLog log(*clock);
    net::AsioLoop loop(*clock);
    const std::string sid = settings_.network.account_sid;
    const auto phones = TRY(Phones::open(loop, log, std::move(settings_)));
    outside.out << fmt::format("The phone network answers at {} as account {}. It is {}. Ctrl-C ends it.\n",
                               phones->url(), sid, to_string(phones->now()))
                << std::flush;
    loop.on_signal([&] { phones->stop([&] { loop.stop(); }); });
    loop.run();
    outside.out << phones->network().summary() << '\n';
    if (lint_) outside.out << phones->network().lint();
    return 0;
  }

 private:
  bool is_virtual() const { return pace_.time == "virtual"; }
  /// Of what is not the network's: where its time is virtual, sockets and the log go by the real one.
  PaceWords own_pace() const { return is_virtual() ? PaceWords{} : pace_; }

  Result<phonenet::Directory> read_numbers() const {
    auto directory = phonenet::Directory::read(TRY(read_file(numbers_, most_numbers_bytes)));
    if (!directory) return Error{directory.error().code, fmt::format("{}: {}", numbers_, directory.error().message)};
    return directory;
  }

  PhonesSettings settings_{.network = {.account_sid = "AC00000000000000000000000000000001", .auth_token = "phones"},
                           .journal = {}};
  std::int64_t port_ = 8'800;
  std::int64_t seed_ = 1;
  std::string numbers_;
  std::string delay_;
  std::int64_t calls_per_second_ = 1;
  std::int64_t keep_calls_ = 100'000;
  bool lint_ = false;
  std::vector<std::string> faults_;
  std::vector<std::string> own_;
  std::vector<std::string> keys_;
  std::string test_account_;
  PaceWords pace_;
};

}  // namespace

std::unique_ptr<Command> make_phones_command() { return std::make_unique<PhonesCommand>(); }

}  // namespace courtesy::app
