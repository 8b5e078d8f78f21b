#include "node/feeds.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "intake/icalendar.h"
#include "node/errands.h"
#include "store/accounts.h"
#include "store/import_run.h"
#include "store/ledger.h"
#include "store/lines.h"
#include "store/unit.h"

namespace courtesy {
namespace {

/// One look at one feed, held by whatever it waits for.
struct Look {
  Feeds::Due which;
  Feed feed{};
  Account account{};
  std::vector<std::string> own_numbers{};
  bool due = false;
  Instant from{};
  std::string body{};
  std::string etag{};
  std::optional<Result<intake::Import>> read{};
};

std::string counted(std::size_t count, std::string_view one) {
  return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

/// The same for as long as nothing about it changes: it tells whether there is something to put on record.
std::string words_of(const intake::Import& import) {
  std::string words = counted(import.appointments.size(), "appointment");
  if (!import.reports.empty()) words += fmt::format(", {} that could not be read", import.reports.size());
  if (import.damaged) words += "; it is cut off or damaged, so nothing that is missing was cancelled";
  return words;
}

std::string too_many_gone_words(const ImportEnding& run) {
  return fmt::format(
      "{} of the {} appointments ahead are not in the calendar any more: so many at once are not believed, and none of "
      "them was cancelled. If it is right, remove the feed and add it again",
      run.withheld, run.ahead);
}

std::string failure_of(const http::Response& response) {
  if (response.status >= 300 && response.status < 400) {
    return fmt::format(
        "the server answers {}: the calendar has another address, and redirects are not followed. Add the feed under "
        "its new address",
        response.status);
  }
  if (response.status == 401 || response.status == 403 || response.status == 404 || response.status == 410) {
    return fmt::format(
        "the server answers {}: it does not give the calendar out under this address. Make a new one "
        "where the calendar is shared",
        response.status);
  }
  return fmt::format("the server answers {} instead of the calendar", response.status);
}

http::Request request_for(const Look& look) {
  http::Request request{.url = look.feed.what.url.reveal(),
                        .headers = {{"Accept", "text/calendar"}, {"User-Agent", "Courtesy"}}};
  const bool fresh = look.feed.read_at && look.from - *look.feed.read_at < FeedPoller::whole_again;
  if (fresh && !look.feed.etag.empty()) request.headers.emplace_back("If-None-Match", look.feed.etag);
  return request;
}

/// Sent back as it came, so nothing that a header could not hold.
std::string etag_of(const http::Response& response) {
  const std::string_view etag = response.header("ETag").value_or("");
  for (const char c : etag) {
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') return {};
  }
  return etag.size() > 200 ? std::string{} : std::string(etag);
}

Result<intake::Import> read(const Look& look, const intake::NumberReader& read_number) {
  const Zone zone = TRY(Zone::find(look.account.zone));
  return intake::read_icalendar(look.body, {.settings = {.zone = zone,
                                                         .country = look.account.country,
                                                         .from = look.from,
                                                         .to = look.from + FeedPoller::ahead},
                                            .read_number = read_number,
                                            .patterns = look.feed.what.patterns,
                                            .own_numbers = look.own_numbers});
}

}  // namespace

using Shared = std::shared_ptr<Look>;

struct FeedPoller::Core : Errands<FeedPoller::Core, Feeds::Due> {
  static constexpr auto tick = FeedPoller::tick;
  static constexpr std::size_t most_at_once = FeedPoller::most_at_once;
  static constexpr std::string_view not_looked_for = "feeds_not_looked_for";
  static Result<std::vector<Feeds::Due>> due(Unit& unit) { return unit.feeds().due(2 * FeedPoller::most_at_once); }

  explicit Core(Parts all) : parts(std::move(all)) {}

  void begin(const Feeds::Due& which) {
    if (!take(which)) return;
    const auto look = std::make_shared<Look>(Look{.which = which});
    parts.store.read(
        which.account,
        [look](Unit& unit) -> Result<void> {
          look->feed = TRY(unit.feeds().get(look->which.feed));
          look->account = TRY(unit.accounts().get());
          look->own_numbers = TRY(Lines(unit).own_numbers());
          // Its look may have ended since it was found to be due.
          look->due = look->feed.next_at <= unit.now();
          return {};
        },
        while_here([look](Core& self, Result<void> result) {
          if (!result) return self.give_up(*look, result.error().message);
          if (!look->due) return self.leave(look->which);
          self.ask(look);
        }));
  }

  void ask(const Shared& look) {
    look->from = parts.clock.now();
    if (const auto url = check_feed_url(look->feed.what.url.reveal(), parts.reach); !url) {
      return fail(look, url.error().message);
    }
    parts.http.send(request_for(*look), limits,
                    while_here([look](Core& self, http::Exchange exchange) { self.hear(look, std::move(exchange)); }));
  }

  void hear(const Shared& look, http::Exchange exchange) {
    if (const auto* nothing = std::get_if<http::NothingLeft>(&exchange)) return fail(look, nothing->why);
    if (const auto* broken = std::get_if<http::Broken>(&exchange)) return fail(look, broken->why);
    auto& response = std::get<http::Response>(exchange);
    if (response.status == 304) return note(look, {.kind = FeedEnding::Kind::unchanged, .words = {}, .etag = {}});
    if (response.status != 200) return fail(look, failure_of(response));
    look->etag = etag_of(response);
    look->body = std::move(response.body);
    parts.loop.aside([look, read_number = parts.read_number] { look->read = read(*look, read_number); },
                     while_here([look](Core& self) { self.take_in(look); }));
  }

  void take_in(const Shared& look) {
    if (!*look->read) return fail(look, look->read->error().message);
    intake::Import import = std::move(look->read->value());
    const std::string words = words_of(import);
    // What could not be read whole is read again, though it says that it did not change.
    const FeedEnding ending{FeedEnding::Kind::read, words, import.damaged ? std::string{} : look->etag};
    ImportRun::start(parts.store, look->which.account,
                     {.source = {.name = feed_name(look->feed), .attested = look->feed.what.attested},
                      .import = std::move(import),
                      .from = look->from,
                      .to = look->from + ahead,
                      .dry_run = false,
                      // Who has just added it says that it is right as it is.
                      .unattended = !look->feed.last_result.empty(),
                      .to_record = {},
                      .worth_recording =
                          [words, before = look->feed.last_result](const ImportEnding& run) {
                            return run.counts.added + run.counts.changed + run.counts.cancelled > 0 || words != before;
                          }},
                     while_here([look, ending](Core& self, ImportEnding run) {
                       if (!run.result) return self.fail(look, run.result.error().message);
                       if (self.parts.changed && run.counts.added + run.counts.changed + run.counts.cancelled > 0) {
                         self.parts.changed();
                       }
                       if (run.withheld > 0) return self.fail(look, too_many_gone_words(run), "feed_doubted");
                       self.note(look, ending);
                     }));
  }

  void fail(const Shared& look, const std::string& why, const std::string& code = "feed_failed") {
    parts.log.warning(code, {{"feed", feed_name(look->feed)}, {"why", why}});
    note(look, {.kind = FeedEnding::Kind::failed, .words = why, .etag = {}}, code);
  }

  /// `code`: of the ledger's line about a failure.
  void note(const Shared& look, FeedEnding ending, std::string code = {}) {
    parts.store.write(
        look->which.account,
        [look, ending, code = std::move(code)](Unit& unit) -> Result<void> {
          TRY(unit.feeds().note_result(look->which.feed, ending));
          if (ending.kind != FeedEnding::Kind::failed) return {};
          return unit.ledger().append(
              {.kind = LedgerKind::imported,
               .code = code,
               .body = LedgerBody().plain("feed", feed_name(look->feed)).plain("error", ending.words)});
        },
        while_here([look](Core& self, WriteEnding written) {
          if (written.commit != CommitEnding::committed) {
            return self.give_up(*look, written.work ? "the store could not commit" : written.work.error().message);
          }
          self.leave(look->which);
          self.look();
        }));
  }

  /// What is not written down is due again at once: not before the next tick.
  void give_up(const Look& look, const std::string& why) {
    parts.log.warning("feed_given_up", {{"feed", std::to_string(look.which.feed.value())}, {"why", why}});
    leave(look.which);
  }

  Parts parts;
};

FeedPoller::FeedPoller(Parts parts) : core_(std::make_shared<Core>(std::move(parts))) {}
FeedPoller::~FeedPoller() = default;

void FeedPoller::start() { core_->start(); }

}  // namespace courtesy
