#include "simulation/model.h"

#include <algorithm>

namespace courtesy::simulation {
namespace {

const std::string nobody;

bool within(Channel channel, const Zone& zone, Instant at) {
  const LocalTime local = zone.to_local(at);
  const auto day = std::chrono::floor<std::chrono::days>(local);
  const auto time = local - day;
  const bool sunday = std::chrono::weekday{day} == std::chrono::Sunday;
  if (sunday && channel == Channel::call) return false;
  return time >= (sunday ? hours{12} : hours{9}) && time < hours{20};
}

}  // namespace

const Zone& zone_named(const std::string& name) {
  thread_local std::map<std::string, Zone> known;
  const auto found = known.find(name);
  return found != known.end() ? found->second : known.emplace(name, Zone::find(name).value()).first->second;
}

Model::Model(const Plan& plan) : plan_(plan) {
  for (const Patient& patient : plan.patients) zones_.emplace(patient.number, patient.zones);
}

void Model::end(const Visit& visit, Instant now) {
  const auto found = standing_.find(visit);
  if (found == standing_.end()) return;
  promises_[found->second].until = now;
  standing_.erase(found);
}

void Model::book(const Visit& visit, int patient, LocalTime start, const std::string& zone, Instant now) {
  if (const Promise* old = standing(visit);
      old != nullptr && old->patient == patient && old->start == start && old->zone == zone)
    return;
  // Another start, or another client, is another promise; so is one that was cancelled and is there again. What the
  // same people confirmed for the same time holds then too.
  const Promise* old = standing(visit);
  const Promise* before = latest(visit);
  std::optional<Instant> answered;
  if (before == nullptr || before->start != start || !same_client(*before, patient)) {
    forget_answers(visit);
  } else {
    const auto said = answers_.find({visit, to_string(start)});
    const bool for_long = old == nullptr && before->until && now - *before->until >= hours{2};
    const bool cancelled = for_long && said != answers_.end() && !said->second.confirmed;
    if (cancelled) forget_answers(visit);
    if (!cancelled) answered = before->answered;
  }
  for (const auto& [other, at] : standing_) {
    if (!answered && is_copy(promises_[at], visit.first, start, patient)) answered = promises_[at].answered;
  }
  end(visit, now);
  standing_[visit] = last_[visit] = promises_.size();
  promises_.push_back({.visit = visit,
                       .patient = patient,
                       .start = start,
                       .zone = zone,
                       .instant = zone_named(zone).resolve(start).instant,
                       .since = now,
                       .answered = answered});
}

void Model::forget_answers(const Visit& visit) {
  std::erase_if(answers_, [&](const auto& answer) { return answer.first.first == visit; });
}

const Promise* Model::latest(const Visit& visit) const {
  const auto found = last_.find(visit);
  return found == last_.end() ? nullptr : &promises_[found->second];
}

/// Another name is another client, even at the same phone.
bool Model::same_client(const Promise& before, int patient_now) const {
  if (before.patient == patient_now) return true;
  const Patient& was = patient(before.patient);
  const Patient& is = patient(patient_now);
  const bool number = !was.number.empty() && was.number == is.number;
  return was.name == is.name && (number || (!was.email.empty() && was.email == is.email));
}

void Model::rename(const Visit& from, const Visit& to, Instant now) {
  const Promise old = *standing(from);
  book(to, old.patient, old.start, old.zone, now);
  promises_.back().answered = old.answered;
  if (const auto said = answers_.find({from, to_string(old.start)}); said != answers_.end())
    answers_.emplace(std::pair(to, to_string(old.start)), said->second);
  cancel(from, now);
}

void Model::cancel(const Visit& visit, Instant now) { end(visit, now); }

void Model::answer(const Visit& visit, const std::string& start, Instant now, bool confirmed) {
  answers_.emplace(std::pair(visit, start), Said{now, confirmed}).first->second.confirmed = confirmed;
  may_have_answered(visit, start, now);
}

void Model::may_have_answered(const Visit& visit, const std::string& start, Instant now) {
  const Promise* asked = latest(visit);
  if (asked == nullptr || to_string(asked->start) != start) return;
  for (const auto& [other, at] : last_) {
    Promise& promise = promises_[at];
    if (is_copy(promise, visit.first, asked->start, asked->patient) && !promise.answered) promise.answered = now;
  }
}

/// The same people's visit at the same time, under whatever uid: what is said of one counts for the other.
bool Model::is_copy(const Promise& promise, std::int64_t account, LocalTime start, int patient) const {
  return promise.visit.first == account && promise.start == start && same_client(promise, patient);
}

void Model::opt_out(std::int64_t account, const std::string& recipient, Instant now) {
  suppressed_.insert({account, recipient});
  may_have_opted_out(account, recipient, now);
}

void Model::may_have_opted_out(std::int64_t account, const std::string& recipient, Instant now) {
  auto& spans = opt_outs_[{account, recipient}];
  if (spans.empty() || spans.back().until) spans.push_back({now, {}});
}

void Model::opt_in(std::int64_t account, const std::string& recipient, Instant now) {
  suppressed_.erase({account, recipient});
  auto& spans = opt_outs_[{account, recipient}];
  if (!spans.empty() && !spans.back().until) spans.back().until = now;
}

bool Model::opted_out(std::int64_t account, const std::string& recipient, Instant from, Instant until) const {
  const auto found = opt_outs_.find({account, recipient});
  if (found == opt_outs_.end()) return false;
  return std::ranges::any_of(
      found->second, [&](const Span& span) { return span.from <= until && (!span.until || from <= *span.until); });
}

const Promise* Model::standing(const Visit& visit) const {
  const auto found = standing_.find(visit);
  return found == standing_.end() ? nullptr : &promises_[found->second];
}

const std::string& Model::recipient(const Promise& promise, Channel channel) const {
  if (promise.patient < 0) return nobody;
  return channel == Channel::email ? patient(promise.patient).email : patient(promise.patient).number;
}

std::optional<Instant> Model::stopped(std::int64_t account) const {
  const auto house = stops_.find(0);
  const auto own = stops_.find(account);
  if (house != stops_.end() && own != stops_.end()) return std::min(house->second, own->second);
  if (house != stops_.end()) return house->second;
  if (own != stops_.end()) return own->second;
  return std::nullopt;
}

std::optional<Instant> Model::answered(const Visit& visit, const std::string& start) const {
  const auto found = answers_.find({visit, start});
  if (found == answers_.end()) return std::nullopt;
  return found->second.at;
}

std::vector<std::string> Model::zones(std::int64_t account, const std::string& number) const {
  std::vector<std::string> all{plan_.clinics.at(static_cast<std::size_t>(account - 1)).zone};
  if (const auto found = zones_.find(number); found != zones_.end())
    all.insert(all.end(), found->second.begin(), found->second.end());
  return all;
}

bool within_hours(Channel channel, const std::vector<std::string>& zones, Instant at) {
  if (channel == Channel::email) return true;
  return std::ranges::all_of(zones, [&](const std::string& zone) { return within(channel, zone_named(zone), at); });
}

Instant last_within_hours(Channel channel, const std::vector<std::string>& zones, Instant due) {
  Instant at = due;
  for (int steps = 0; steps < 12 * 24 * 4 && !within_hours(channel, zones, at); ++steps) at -= minutes{5};
  return at;
}

}  // namespace courtesy::simulation
