#include "store/feeds.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/bytes.h"
#include "intake/field_pattern.h"
#include "store/feed_heirs.h"
#include "store/unit.h"

namespace courtesy {
namespace {

constexpr std::string_view columns =
    "feed, url, attested, patterns, every_minutes, next_at, etag, read_at, failures, failure, last_result";

/// Stands for the address of a removed feed: it can be known again, and not be read.
std::string digest_of(const std::string& url) { return "sha256:" + hex(sha256(url)); }

std::string lines_of(const std::vector<intake::FieldPattern>& patterns) {
  std::string lines;
  for (const auto& pattern : patterns) lines += intake::to_text(pattern) + "\n";
  return lines;
}

Result<std::vector<intake::FieldPattern>> patterns_of(std::string_view lines) {
  std::vector<intake::FieldPattern> patterns;
  while (!lines.empty()) {
    const std::size_t end = std::min(lines.find('\n'), lines.size());
    patterns.push_back(TRY(intake::read_field_pattern(lines.substr(0, end))));
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
  return patterns;
}

Result<Feed> read(const Row& row) {
  Feed feed;
  feed.id = row[0].id<FeedId>();
  feed.what = {.url = Secret<std::string>(row[1].text()),
               .attested = row[2].text(),
               .patterns = TRY(patterns_of(row[3].text())),
               .every = minutes{row[4].number()}};
  feed.next_at = row[5].instant();
  feed.etag = row[6].text();
  feed.read_at = row[7].maybe_instant();
  feed.failures = static_cast<int>(row[8].number());
  feed.failure = row[9].text();
  feed.last_result = row[10].text();
  return feed;
}

Error no_such(FeedId feed) { return {ErrorCode::not_found, fmt::format("there is no feed {}", feed.value())}; }

}  // namespace

std::optional<FeedId> feed_of(std::string_view source) {
  constexpr std::string_view word = "feed ";
  if (!source.starts_with(word)) return std::nullopt;
  const std::string_view rest = source.substr(word.size());
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(rest.begin(), rest.end(), number);
  const std::string_view host(end, static_cast<std::size_t>(rest.end() - end));
  if (error != std::errc{} || !(host.empty() || host.starts_with(" ("))) return std::nullopt;
  return FeedId(number);
}

int feed_back_off(int failures) { return failures >= 4 ? 16 : 1 << std::max(failures, 0); }

Result<FeedId> Feeds::add(const NewFeed& feed) {
  const std::string& url = feed.url.reveal();
  const Rows same = TRY(unit_.db().run("SELECT feed, removed_at FROM feed WHERE account = $1 AND url IN ($2, $3)",
                                       {unit_.account(), url, digest_of(url)}));
  if (!same.empty() && same[0][1].null()) {
    return Error{ErrorCode::conflict,
                 fmt::format("this address is feed {} already: `courtesy feed remove {}` before it is added in another "
                             "way",
                             same[0][0].number(), same[0][0].number())};
  }
  if (!same.empty()) {
    const Rows back = TRY(unit_.db().run(
        "UPDATE feed SET url = $3, attested = $4, patterns = $5, every_minutes = $6, next_at = $7, etag = '', "
        "failures = 0, failure = '', last_result = '', removed_at = NULL WHERE account = $1 AND feed = $2 RETURNING "
        "feed",
        {unit_.account(), same[0][0].number(), url, feed.attested, lines_of(feed.patterns),
         std::int64_t{feed.every.count()}, unit_.now()}));
    return back[0][0].id<FeedId>();
  }
  const Rows rows = TRY(unit_.db().run(
      "INSERT INTO feed (account, feed, url, attested, patterns, every_minutes, next_at, created_at)"
      " VALUES ($1, (SELECT COALESCE(MAX(feed), 0) + 1 FROM feed WHERE account = $1), $2, $3, $4, $5, $6, $6)"
      " RETURNING feed",
      {unit_.account(), url, feed.attested, lines_of(feed.patterns), std::int64_t{feed.every.count()}, unit_.now()}));
  return rows[0][0].id<FeedId>();
}

Result<std::vector<Feed>> Feeds::list() {
  static const std::string sql = std::string("SELECT ").append(columns).append(
      " FROM feed WHERE account = $1 AND removed_at IS NULL ORDER BY feed");
  std::vector<Feed> feeds;
  for (const auto& row : TRY(unit_.db().run(sql, {unit_.account()}))) feeds.push_back(TRY(read(row)));
  return feeds;
}

Result<Feed> Feeds::get(FeedId feed) {
  static const std::string sql = std::string("SELECT ").append(columns).append(
      " FROM feed WHERE account = $1 AND feed = $2 AND removed_at IS NULL");
  const Rows rows = TRY(unit_.db().run(sql, {unit_.account(), feed}));
  if (rows.empty()) return no_such(feed);
  return read(rows[0]);
}

Result<bool> Feeds::is_read(FeedId feed) {
  return !TRY(unit_.db().run("SELECT 1 FROM feed WHERE account = $1 AND feed = $2 AND removed_at IS NULL",
                             {unit_.account(), feed}))
              .empty();
}

Result<void> Feeds::remove(FeedId feed) {
  const Feed known = TRY(get(feed));
  TRY(unit_.db().run("UPDATE feed SET url = $3, etag = '', removed_at = $4 WHERE account = $1 AND feed = $2",
                     {unit_.account(), feed, digest_of(known.what.url.reveal()), unit_.now()}));
  return leave_to_others(unit_, feed);
}

Result<void> Feeds::note_result(FeedId feed, const FeedEnding& ending) {
  const auto found = get(feed);
  if (!found && found.error().code == ErrorCode::not_found) return {};
  Feed known = TRY(Result<Feed>(found));
  known.failures = ending.kind == FeedEnding::Kind::failed ? known.failures + 1 : 0;
  known.failure = ending.kind == FeedEnding::Kind::failed ? ending.words : std::string{};
  known.next_at = unit_.now() + known.what.every * feed_back_off(known.failures);
  if (ending.kind == FeedEnding::Kind::read) {
    known.last_result = ending.words;
    known.etag = ending.etag;
    known.read_at = unit_.now();
  }
  TRY(unit_.db().run(
      "UPDATE feed SET next_at = $3, failures = $4, failure = $5, last_result = $6, etag = $7, read_at = $8"
      " WHERE account = $1 AND feed = $2",
      {unit_.account(), feed, known.next_at, known.failures, known.failure, known.last_result, known.etag,
       known.read_at}));
  return {};
}

Result<std::vector<Feeds::Due>> Feeds::due(int limit) {
  INVARIANT(!unit_.account());
  std::vector<Due> all;
  for (const auto& row : TRY(unit_.db().run("SELECT account, feed FROM feed WHERE removed_at IS NULL AND next_at <= $1"
                                            " ORDER BY next_at, account, feed LIMIT $2",
                                            {unit_.now(), limit}))) {
    all.push_back({.account = row[0].id<AccountId>(), .feed = row[1].id<FeedId>()});
  }
  return all;
}

}  // namespace courtesy
