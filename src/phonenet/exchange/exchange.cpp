#include "phonenet/exchange/exchange.h"

#include <algorithm>

namespace courtesy::phonenet {

void Exchange::place(Call& call) {
  queue_.push_back(call.sid);
  if (std::exchange(pumping_, true)) return;
  office_.loop.post([this, alive = std::weak_ptr(alive_)] {
    if (!alive.expired()) pump();
  });
}

/// Dials what may be dialled now; `pumping_` stays while some must wait.
void Exchange::pump() {
  next_.reset();
  const double rate = office_.settings.calls_per_second;
  while (!queue_.empty()) {
    Call* call = office_.calls.find_even_deleted(queue_.front());
    if (call == nullptr || call->status != CallStatus::queued) {
      queue_.pop_front();
      continue;
    }
    const Uptime now = office_.clock.uptime();
    if (rate > 0 && free_at_ > now) {
      next_ = office_.loop.at(free_at_, [this] { pump(); });
      return;
    }
    queue_.pop_front();
    if (rate > 0) free_at_ = std::max(free_at_, now) + Uptime{static_cast<std::int64_t>(1e9 / rate)};
    dial(*call);
  }
  pumping_ = false;
}

void Exchange::dial(Call& call) {
  call.started = call.updated = office_.clock.now();
  call.queued_for = *call.started - call.created;
  if (office_.callee) call.caller = office_.callee(call.to);
  const Persona& who = call.caller ? *call.caller : office_.whoever_has(call.to);
  const auto line = std::make_shared<Line>(office_, call, who);
  call.line = line;
  line->dial();
}

Result<Call*> Exchange::call_in(std::string from, std::string to, Persona persona) {
  const Number* number = office_.number_called(to);
  if (number == nullptr || number->voice_url.empty()) {
    return Error{ErrorCode::not_found, to + " is no number of the account, or has no VoiceUrl"};
  }
  const auto line =
      Line::to_number(office_, *number, std::move(from), std::make_shared<const Persona>(std::move(persona)));
  line->arrive();
  return &line->call();
}

void Exchange::hang_up(Call& call) {
  if (const auto line = call.line) return line->hang_up_by_rest();
  if (const auto leg = call.leg) return leg->stop("rest");
  call.status = CallStatus::canceled;
  call.ended = call.updated = office_.clock.now();
  office_.journal.write(
      {.kind = EntryKind::ended, .sid = call.sid, .to = call.to, .from = call.from, .detail = "canceled"});
  tell_call_event(office_, call, CallEvent::completed, 487);
  office_.retire(call);
}

void Exchange::redirect(Call& call, twiml::Redirected where) {
  if (const auto line = call.line) line->redirect(std::move(where));
}

}  // namespace courtesy::phonenet
