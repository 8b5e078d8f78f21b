#include "watch/pager.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/bytes.h"
#include "store/unit.h"
#include "watch/pager_words.h"

namespace courtesy {
namespace {

constexpr milliseconds mail_time{25'000};
/// Sets that were begun while nothing could be written: never the number of a stored one.
constexpr std::int64_t memory_sets = std::int64_t{1} << 40;

}  // namespace

Pager::Pager(Parts parts, PagerSettings settings)
    : parts_(std::move(parts)), settings_(std::move(settings)), spare_secret_(parts_.random.token(16)) {}

Pager::Ring Pager::ring_of(const Move& move, std::span<const Page> pages, const Environment& environment,
                           const std::string& secret) const {
  Ring ring{.set = move.set,
            .who = settings_.operators[static_cast<std::size_t>(move.set.operator_index) % settings_.operators.size()],
            .channel = move.channel,
            .words = words_of(pages)};
  if (ring.set.secret.empty()) ring.set.secret = secret;
  if (ring.channel == Channel::call) ring.set.position.clear();
  ring.allowed = may_be_contacted(environment, ring.channel == Channel::email ? ring.who.email : ring.who.phone);
  // One that cannot be made does not hold up the next.
  if (!ring.allowed) ring.set.next_at = ring.set.begun_at;
  return ring;
}

Result<std::optional<Pager::Ring>> Pager::plan(Unit& unit, std::span<const Cause> causes, const std::string& secret) {
  Pages pages(unit);
  TRY(pages.take(causes));
  const std::vector<Page> open = TRY(pages.unacknowledged());
  const auto last = TRY(pages.last_set());
  if (open.empty() && (!last || last->ended)) return std::optional<Ring>{};
  const Move move = next_move(open, last, settings_, unit.now());
  if (move.kind == Move::Kind::rest) return std::optional<Ring>{};
  if (move.kind == Move::Kind::end) {
    PageSet ended = move.set;
    ended.ended = true;
    TRY(pages.save(ended));
    return std::optional<Ring>{};
  }
  Ring ring = ring_of(move, open, unit.settings().environment, secret);
  if (ring.set.id == 0) {
    if (last && !last->ended) {
      PageSet before = *last;
      before.ended = true;
      TRY(pages.save(before));
    }
    ring.set.id = TRY(pages.next_set_id());
  }
  TRY(pages.save(ring.set));
  TRY(pages.add_ring({.set = ring.set.id,
                      .step = ring.set.step,
                      .operator_name = ring.who.name,
                      .channel = ring.channel,
                      .recipient = ring.channel == Channel::email ? ring.who.email : ring.who.phone,
                      .ending = ring.allowed ? "begun" : "not_allow_listed"}));
  return std::optional(std::move(ring));
}

void Pager::ring(Ring ring) {
  if (ring.set.secret == spare_secret_) spare_secret_ = parts_.random.token(16);
  parts_.log.warning("operator_paged", {{"operator", ring.who.name},
                                        {"channel", std::string(to_string(ring.channel))},
                                        {"set", std::to_string(ring.set.id)},
                                        {"allowed", ring.allowed ? "yes" : "no: not on the allow list"},
                                        {"words", ring.words}});
  if (!ring.allowed) return;
  if (ring.channel == Channel::email) return send_mail(ring);
  send_phone(ring);
}

void Pager::send_phone(const Ring& ring) {
  if (parts_.phone == nullptr) return record(ring, "refused", "no_gateway");
  const std::string token = page_token(ring.set.id, ring.set.secret);
  const std::string link = settings_.public_url + std::string(link_prefix) + token;
  auto prepared = parts_.phone->prepare({.account = AccountId{},
                                         .attempt = AttemptId(ring.set.id),
                                         .channel = ring.channel,
                                         .recipient = ring.who.phone,
                                         .sender = settings_.from,
                                         .sender_name = {},
                                         .text = ring.channel == Channel::text ? text_words(ring.words, link) : "",
                                         .subject = {},
                                         .reply_to = {},
                                         .token = Secret<std::string>(token),
                                         .ring = seconds{40},
                                         .validity = std::chrono::duration_cast<seconds>(settings_.set_every)});
  if (!prepared) {
    parts_.log.error("page_not_prepared", {{"error", prepared.error().message}});
    return record(ring, "refused", "cannot_prepare");
  }
  parts_.phone->send(std::move(*prepared),
                     [this, ring](Ending ending) { record(ring, std::string(to_string(ending.kind)), ending.code); });
}

void Pager::send_mail(const Ring& ring) {
  if (parts_.mail == nullptr) return record(ring, "refused", "no_gateway");
  const std::string token = page_token(ring.set.id, ring.set.secret);
  mail::Message message{
      .from = settings_.email_from,
      .from_name = std::string(pager_name),
      .to = ring.who.email,
      .subject = "Courtesy: something is wrong",
      .message_id = fmt::format("<page-{}@{}>", hex(sha256(token)).substr(0, 32), settings_.email_domain),
      .headers = {{"Auto-Submitted", "auto-generated"}},
      .text = mail_words(ring.words, settings_.public_url + std::string(link_prefix) + token)};
  parts_.mail->send(std::move(message), mail_time, [this, ring](mail::Outcome outcome) {
    static constexpr std::string_view words[] = {"accepted", "refused", "not_sent", "unknown"};
    record(ring, std::string(words[static_cast<int>(outcome.ending)]), std::to_string(outcome.code));
  });
}

void Pager::record(const Ring& ring, const std::string& ending, const std::string& code) {
  const bool reached = ending == "accepted" || ending == "unknown";
  if (!reached) parts_.log.error("page_not_sent", {{"ending", ending}, {"code", code}});
  if (ring.set.id >= memory_sets) {
    if (!reached && memory_.last && memory_.last->id == ring.set.id) memory_.last->next_at = ring.set.begun_at;
    return;
  }
  parts_.store.write(
      AccountId{},
      [ring, ending, code, reached](Unit& unit) -> Result<void> {
        Pages pages(unit);
        TRY(pages.end_ring(ring.set.id, ring.set.step, ending, code));
        if (reached) return {};
        // The next way at once: this one did not lead anywhere.
        PageSet set = TRY(pages.set(ring.set.id));
        if (set.step != ring.set.step) return {};
        set.next_at = unit.now();
        return pages.save(set);
      },
      [this](WriteEnding written) {
        if (written.commit != CommitEnding::committed) parts_.log.error("page_ending_not_recorded");
      });
}

void Pager::ring_from_memory(const Cause& cause, const Environment& environment) {
  if (memory_.acknowledged) return;
  const Instant now = parts_.clock.now();
  if (memory_.pages.empty()) memory_.pages.push_back({.id = 1, .words = cause.words, .since = now, .over_at = {}});
  const Move move = next_move(memory_.pages, memory_.last, settings_, now);
  if (move.kind != Move::Kind::ring) return;
  Ring next = ring_of(move, memory_.pages, environment, spare_secret_);
  if (next.set.id == 0) next.set.id = std::max(memory_sets, memory_.last ? memory_.last->id + 1 : memory_sets);
  memory_.last = next.set;
  ring(std::move(next));
}

bool Pager::leave_memory() {
  const bool waits = !memory_.pages.empty() && !memory_.acknowledged;
  memory_.pages.clear();
  memory_.acknowledged = false;
  return waits;
}

PageSet* Pager::from_memory(const PageToken& token) {
  const bool there =
      memory_.last && memory_.last->id == token.set && equal_in_constant_time(memory_.last->secret, token.secret);
  return there ? &*memory_.last : nullptr;
}

void Pager::acknowledge_memory(const std::string& how) {
  memory_.last->ended = true;
  memory_.acknowledged = true;  // for as long as the trouble lasts
  parts_.log.info("page_acknowledged", {{"how", how}});
}

}  // namespace courtesy
