// Waiting in a queue, serving one, talking in a conference; and texts that a call's document asks for.
#include <fmt/format.h>

#include <algorithm>

#include "phonenet/exchange/line.h"
#include "phonenet/webhooks/link.h"

namespace courtesy::phonenet {
namespace {

using Result = twiml::QueueLeft::Result;
using Status = twiml::DialEnded::Status;

void drop(std::deque<std::weak_ptr<Line>>& from, const std::shared_ptr<Line>& line) {
  std::erase_if(from, [&](const auto& one) { return one.expired() || one.lock() == line; });
}

std::int64_t seconds_between(Instant from, Instant to) { return std::chrono::floor<seconds>(to - from).count(); }

}  // namespace

void Line::obey(twiml::Enqueue& enqueue) {
  CallQueue& queue = office_.meetings.queues[enqueue.queue];
  if (queue.sid.empty()) queue.sid = make_sid("QU", office_.random);
  std::erase_if(queue.callers, [](const auto& one) { return one.expired(); });
  if (queue.callers.size() >= enqueue.most) {
    return tell(twiml::QueueLeft{enqueue.ticket, Result::queue_full, queue.sid, 0});
  }
  place_ = Place{enqueue.queue, enqueue.ticket, office_.clock.now(), std::nullopt};
  queue.callers.push_back(weak_from_this());
  write(EntryKind::joined, enqueue.queue, "queue");
  waits(enqueue.ticket);
  office_.loop.post(task([name = enqueue.queue](Line& line) { line.match(name); }));
}

/// Not at once: a command is being obeyed.
void Line::waits(twiml::Ticket ticket) {
  office_.loop.post(task([ticket](Line& line) {
    const bool in_queue = line.place_ && line.place_->ticket == ticket && !line.place_->met;
    const bool in_room = line.seat_ && line.seat_->dial.ticket == ticket && !line.seat_->met;
    if (!line.over_ && (in_queue || in_room)) line.tell(twiml::Waits{ticket});
  }));
}

void Line::obey(twiml::LeaveQueue&) { leave_queue(Result::leave); }

void Line::dial_queue(const twiml::Dial& dial) {
  CallQueue& queue = office_.meetings.queues[dial.number];
  if (queue.sid.empty()) queue.sid = make_sid("QU", office_.random);
  serving_ = Place{dial.number, dial.ticket, office_.clock.now(), std::nullopt};
  queue.agents.push_back(weak_from_this());
  meeting_ = after(dial.ring_for, [](Line& line) { line.stop_serving(Status::no_answer); });
  office_.loop.post(task([name = dial.number](Line& line) { line.match(name); }));
}

void Line::match(const std::string& name) {
  CallQueue& queue = office_.meetings.queues[name];
  const auto gone = [](const auto& one) { return one.expired() || one.lock()->over_; };
  std::erase_if(queue.callers, gone);
  std::erase_if(queue.agents, gone);
  while (!queue.callers.empty() && !queue.agents.empty()) {
    const auto caller = queue.callers.front().lock();
    const auto agent = queue.agents.front().lock();
    queue.callers.pop_front();
    queue.agents.pop_front();
    ++queue.served;
    queue.seconds_waited += seconds_between(caller->place_->since, office_.clock.now());
    caller->meets(*agent);
  }
}

void Line::meets(Line& agent) {
  const Instant now = office_.clock.now();
  place_->met = agent.serving_->met = now;
  partner_ = agent.weak_from_this();
  agent.partner_ = weak_from_this();
  agent.write(EntryKind::joined, agent.serving_->queue, "queue");
  // Who serves has had enough after as long as they talk to anybody.
  agent.meeting_ =
      agent.after(agent.who().talks.draw(agent.random_), [](Line& line) { line.callee_hangs_up("person"); });
  tell(twiml::Connected{place_->ticket});
}

/// Out of the queue, or away from whoever came for this one.
void Line::leave_queue(Result result) {
  if (!place_) return;
  const Place place = *std::exchange(place_, std::nullopt);
  CallQueue& queue = office_.meetings.queues[place.queue];
  drop(queue.callers, shared_from_this());
  write(EntryKind::left, place.queue, "queue");
  if (place.met) result = Result::bridged;
  if (const auto agent = std::exchange(partner_, {}).lock()) {
    office_.loop.post(agent->task([](Line& line) { line.partner_left(); }));
  }
  const std::int64_t waited = seconds_between(place.since, place.met.value_or(office_.clock.now()));
  tell(twiml::QueueLeft{place.ticket, result, queue.sid, waited});
}

void Line::stop_serving(Status status) {
  if (!serving_) return;
  const Place serving = *std::exchange(serving_, std::nullopt);
  meeting_.reset();
  drop(office_.meetings.queues[serving.queue].agents, shared_from_this());
  std::string sid;
  if (const auto caller = std::exchange(partner_, {}).lock()) {
    sid = caller->call_.sid;
    office_.loop.post(caller->task([](Line& line) { line.partner_left(); }));
  }
  const std::int64_t talked = serving.met ? seconds_between(*serving.met, office_.clock.now()) : 0;
  if (serving.met) write(EntryKind::left, serving.queue, "queue");
  tell(twiml::DialEnded{serving.ticket, serving.met ? Status::completed : status, sid, talked});
}

void Line::partner_left() {
  if (over_) return;
  if (place_ && place_->met) return leave_queue(Result::bridged);
  if (serving_ && serving_->met) stop_serving(Status::completed);
}

void Line::join_conference(const twiml::Dial& dial) {
  Conference& room = office_.meetings.conferences[dial.number];
  if (room.sid.empty()) open_conference(room, dial);
  std::erase_if(room.in, [](const auto& one) { return one.expired(); });
  if (room.in.size() >= dial.most) {
    add_notification(office_, call_, 13230, false, "Conference '" + dial.number + "' is full", "");
    return tell(twiml::DialEnded{dial.ticket, Status::failed, "", 0});
  }
  seat_ = Seat{dial.number, dial, std::nullopt};
  room.in.push_back(weak_from_this());
  meeting_ = after(dial.talk_for, [](Line& line) { line.leave_conference(); });
  write(EntryKind::joined, dial.number, "conference");
  tell_conference(room, "participant-join", &seat_->dial);
  waits(dial.ticket);
  office_.loop.post(task([](Line& line) { line.conference_starts(); }));
}

/// With two in it, and one of them who may begin it; who comes later is in the middle of it.
void Line::conference_starts() {
  if (over_ || !seat_) return;
  Conference& room = office_.meetings.conferences[seat_->conference];
  std::vector<std::shared_ptr<Line>> in;
  for (const auto& one : room.in) {
    if (auto line = one.lock(); line && !line->over_ && line->seat_) in.push_back(std::move(line));
  }
  const bool may = std::any_of(in.begin(), in.end(), [](const auto& line) { return line->seat_->dial.starts; });
  const bool starts = !room.started && may && in.size() > 1;
  room.started = room.started || starts;
  if (!room.started) return;
  if (starts) tell_conference(room, "conference-start");
  for (const auto& line : in) {
    if (!line->seat_ || line->seat_->met) continue;
    line->seat_->met = office_.clock.now();
    line->tell(twiml::Connected{line->seat_->dial.ticket});
  }
}

void Line::leave_conference() {
  if (!seat_) return;
  const Seat seat = *std::exchange(seat_, std::nullopt);
  meeting_.reset();
  Conference& room = office_.meetings.conferences[seat.conference];
  const auto self = shared_from_this();
  std::erase_if(room.in, [&](const auto& one) { return one.expired() || one.lock() == self; });
  write(EntryKind::left, seat.conference, "conference");
  tell_conference(room, "participant-leave", &seat.dial);
  if (seat.dial.ends) {
    for (const auto& other : room.in) {
      if (const auto line = other.lock()) {
        office_.loop.post(line->task([](Line& left) { left.leave_conference(); }));
      }
    }
  }
  if (room.in.empty()) {
    tell_conference(room, "conference-end");
    office_.meetings.conferences.erase(seat.conference);
  }
  const std::int64_t talked = seat.met ? seconds_between(*seat.met, office_.clock.now()) : 0;
  if (!over_) tell(twiml::DialEnded{seat.dial.ticket, Status::answered, "", talked});
}

void Line::open_conference(Conference& room, const twiml::Dial& dial) {
  room.sid = make_sid("CF", office_.random);
  room.name = dial.number;
  room.told = absolute_if_any(dial.told.link);
  room.told_method = dial.told.method;
  room.told_events = " " + dial.told.events + " ";
}

/// Twilio docs, <Conference>, statusCallback: those events are told that whoever opened it has asked for.
void Line::tell_conference(Conference& room, std::string_view event, const twiml::Dial* joined) {
  const int sequence = ++room.sequence;
  const std::string_view word = event.substr(event.find('-') + 1);
  if (room.told.empty() || room.told_events.find(fmt::format(" {} ", word)) == std::string::npos) return;
  Webhook webhook{.url = room.told, .method = room.told_method};
  webhook.fields = {{"ConferenceSid", room.sid},
                    {"FriendlyName", room.name},
                    {"AccountSid", office_.settings.account_sid},
                    {"SequenceNumber", std::to_string(sequence)},
                    {"Timestamp", to_rfc2822(office_.clock.now())},
                    {"StatusCallbackEvent", std::string(event)}};
  if (joined != nullptr) {
    const auto flag = [](bool is) { return is ? "true" : "false"; };
    webhook.fields.emplace_back("CallSid", call_.sid);
    webhook.fields.emplace_back("Muted", flag(joined->muted));
    webhook.fields.emplace_back("Hold", "false");
    webhook.fields.emplace_back("Coaching", "false");
    webhook.fields.emplace_back("EndConferenceOnExit", flag(joined->ends));
    webhook.fields.emplace_back("StartConferenceOnEnter", flag(joined->starts));
  }
  office_.callbacks.tell(std::move(webhook), call_.sid, {});
}

void Line::go_away() {
  leave_queue(Result::hangup);
  stop_serving(Status::canceled);
  leave_conference();
}

std::vector<std::shared_ptr<Line>> Line::listeners() {
  std::vector<std::shared_ptr<Line>> all;
  const bool met = (place_ && place_->met) || (serving_ && serving_->met);
  if (auto partner = partner_.lock(); met && partner) all.push_back(std::move(partner));
  if (!seat_ || !seat_->met || seat_->dial.muted) return all;
  for (const auto& one : office_.meetings.conferences[seat_->conference].in) {
    if (auto line = one.lock(); line && line.get() != this && line->seat_ && line->seat_->met) {
      all.push_back(std::move(line));
    }
  }
  return all;
}

void Line::overhears(const std::string& words) {
  if (over_) return;
  write(EntryKind::heard, words, "person");
  person_hears(words);
}

/// Twilio docs, <Enqueue>, waitUrl.
void Line::add_queue_fields(http::Fields& fields) {
  if (!place_ || place_->met) return;
  const CallQueue& queue = office_.meetings.queues[place_->queue];
  const auto self = shared_from_this();
  const auto at =
      std::find_if(queue.callers.begin(), queue.callers.end(), [&](const auto& one) { return one.lock() == self; });
  fields.emplace_back("QueueSid", queue.sid);
  fields.emplace_back("QueuePosition", std::to_string(at - queue.callers.begin() + 1));
  fields.emplace_back("QueueTime", std::to_string(seconds_between(place_->since, office_.clock.now())));
  fields.emplace_back("AvgQueueTime", std::to_string(queue.average_wait()));
  fields.emplace_back("CurrentQueueSize", std::to_string(queue.callers.size()));
}

void Line::obey(twiml::SendText& text) {
  const std::string& person = call_.inbound ? call_.from : call_.to;
  const std::string& ours = call_.inbound ? call_.to : call_.from;
  twiml::Reply reply{.to = text.to.empty() ? person : text.to, .from = text.from.empty() ? ours : text.from};
  reply.body = std::move(text.body);
  reply.status_callback = absolute_if_any(text.told);
  for (const auto& link : text.media) reply.media.push_back(absolute_if_any(link));
  tell(twiml::TextSent{text.ticket, office_.send_text(std::move(reply))});
}

}  // namespace courtesy::phonenet
