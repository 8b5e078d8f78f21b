#include "app/feed_commands.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <ostream>

#include "app/consent_option.h"
#include "app/told.h"
#include "app/which_account.h"
#include "base/json_text.h"
#include "intake/field_pattern.h"
#include "node/feed_url.h"
#include "store/feeds.h"
#include "store/ledger.h"

namespace courtesy::app {
namespace {

constexpr std::int64_t least_minutes = 5;
constexpr std::int64_t most_minutes = 7 * 24 * 60;

class FeedAddCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("URL", url_, "the calendar's secret address, as its program shares it: https://… or webcal://…",
                 Need::required);
    where_.declare(options);
    options.number("--every MINUTES", every_, "how often it is read: 5 to 10080 (default: 15)");
    options.text(consent_option, feed_.attested, consent_help);
    options.texts("--pattern FIELD=SHAPE", patterns_,
                  "where names and numbers are: summary=\"{name} / {any} / {number}\"; may be given several times");
    told_.declare(options);
  }

  Result<void> check() override {
    feed_.url = Secret<std::string>(TRY(check_feed_url(url_, FeedReach::or_this_machine)));
    if (every_ < least_minutes || every_ > most_minutes) {
      return invalid(fmt::format("--every is {}: it must be {} to {} minutes", every_, least_minutes, most_minutes));
    }
    TRY(check_consent(feed_.attested));
    feed_.every = minutes{every_};
    feed_.patterns = TRY(intake::read_field_patterns(patterns_));
    return {};
  }

  Result<int> run(Outside& outside) override {
    TRY(check_consent_begun(feed_.attested, outside.clock.now()));
    FeedId made;
    TRY(where_.write(outside, [&](Unit& unit) -> Result<void> {
      made = TRY(unit.feeds().add(feed_));
      return unit.ledger().append({.kind = LedgerKind::by_hand,
                                   .code = "feed_added",
                                   .body = LedgerBody()
                                               .plain("feed", made.value())
                                               .plain("host", feed_host(feed_.url.reveal()))
                                               .plain("attested", feed_.attested)});
    }));
    std::string words = fmt::format(
        "Feed {}: {}, every {} minutes. A running server reads it within half a minute; what is due already when it is "
        "read for the first time is left out.\n",
        made.value(), feed_host(feed_.url.reveal()), every_);
    if (feed_.attested.empty()) {
      words +=
          "Nobody attests their consent (--consent \"WHO, DATE\"): the appointments will be there, and nobody is "
          "contacted.\n";
    }
    told_.tell(outside, {{"feed", made.value()}, {"attested", !feed_.attested.empty()}}, words);
    return 0;
  }

 private:
  std::string url_;
  WhichAccount where_;
  std::int64_t every_ = 15;
  std::vector<std::string> patterns_;
  NewFeed feed_;
  Told told_;
};

class FeedListCommand final : public Command {
 public:
  void declare(Options& options) override {
    where_.declare(options);
    options.flag("--json", json_, "as one JSON object: `feeds`");
  }

  Result<int> run(Outside& outside) override {
    std::vector<Feed> feeds;
    TRY(where_.read(outside, [&](Unit& unit) -> Result<void> {
      feeds = TRY(unit.feeds().list());
      return {};
    }));
    if (json_) return as_json(feeds, outside.out);
    for (const auto& feed : feeds) {
      outside.out << fmt::format("{}  {}  every {} minutes  {}\n", feed.id.value(), feed_host(feed.what.url.reveal()),
                                 feed.what.every.count(), result_words(feed));
      for (const auto& pattern : feed.what.patterns) outside.out << "   " << intake::to_text(pattern) << '\n';
    }
    if (feeds.empty()) outside.out << "There are no feeds.\n";
    return 0;
  }

 private:
  static int as_json(const std::vector<Feed>& feeds, std::ostream& out) {
    boost::json::array all;
    for (const auto& feed : feeds) {
      boost::json::array patterns;
      for (const auto& pattern : feed.what.patterns) patterns.push_back(boost::json::string(intake::to_text(pattern)));
      all.push_back(
          {{"feed", feed.id.value()},
           {"host", feed_host(feed.what.url.reveal())},
           {"every_minutes", feed.what.every.count()},
           {"patterns", std::move(patterns)},
           {"read_at", feed.read_at ? boost::json::value(to_string(*feed.read_at)) : boost::json::value(nullptr)},
           {"last_result", feed.last_result},
           {"failures", feed.failures},
           {"failure", feed.failure},
           {"next_at", to_string(feed.next_at)}});
    }
    out << json_text(boost::json::object{{"feeds", std::move(all)}}) << '\n';
    return 0;
  }

  static std::string result_words(const Feed& feed) {
    const std::string last =
        feed.read_at ? fmt::format("read at {}: {}", to_string(*feed.read_at), feed.last_result) : "not read yet";
    if (feed.failures == 0) return last;
    return fmt::format("FAILED {} time{} in a row: {}. Tried again at {}; {}", feed.failures,
                       feed.failures == 1 ? "" : "s", feed.failure, to_string(feed.next_at), last);
  }

  WhichAccount where_;
  bool json_ = false;
};

class FeedRemoveCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.number("N", feed_, "the feed, as `courtesy feed list` numbers it", Need::required);
    where_.declare(options);
    told_.declare(options);
  }

  Result<int> run(Outside& outside) override {
    TRY(where_.write(outside, [&](Unit& unit) -> Result<void> {
      TRY(unit.feeds().remove(FeedId(feed_)));
      return unit.ledger().append(
          {.kind = LedgerKind::by_hand, .code = "feed_removed", .body = LedgerBody().plain("feed", feed_)});
    }));
    told_.tell(outside, {{"feed", feed_}, {"removed", true}},
               fmt::format("Feed {} is read no more, and its address is forgotten. The appointments that it brought "
                           "stay, and so do their reminders.\n",
                           feed_));
    return 0;
  }

 private:
  std::int64_t feed_ = 0;
  WhichAccount where_;
  Told told_;
};

}  // namespace

std::unique_ptr<Command> make_feed_add_command() { return std::make_unique<FeedAddCommand>(); }
std::unique_ptr<Command> make_feed_list_command() { return std::make_unique<FeedListCommand>(); }
std::unique_ptr<Command> make_feed_remove_command() { return std::make_unique<FeedRemoveCommand>(); }

}  // namespace courtesy::app
