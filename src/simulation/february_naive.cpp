// The same load on a plain queue, as most are built: a job for whatever is due and not known to be sent, workers that
// do what is in the queue. It shows that the simulated world can see the disaster.
#include <fmt/format.h>

#include <deque>

#include "base/bytes.h"
#include "base/virtual_time.h"
#include "phonenet/mailbox.h"
#include "phonenet/memory_client.h"
#include "phonenet/network.h"
#include "simulation/february.h"
#include "simulation/names.h"
#include "simulation/scenario.h"

namespace courtesy::simulation {
namespace {

constexpr const char* queue_origin = "http://127.0.0.1:8700";

/// What a call of the queue says, whenever and whatever it is.
class Announcement final : public http::Handler {
 public:
  void handle(http::Request, http::Respond respond) override {
    respond(http::xml_response("<Response><Say>You have an appointment.</Say></Response>"));
  }
};

phonenet::Settings settings_of(const Plan& plan) {
  phonenet::Settings settings;
  settings.account_sid = account_sid;
  settings.auth_token = "simulated";
  for (const Clinic& clinic : plan.clinics) {
    settings.numbers.push_back(
        {.number = clinic.caller_number, .voice_url = {}, .sms_url = {}, .sms_fallback_url = {}});
  }
  settings.seed = plan.seed;
  settings.calls_per_second = 0;  // nothing slows it down, as nothing slowed down the original
  settings.segments_per_second = 0;
  return settings;
}

class PlainQueue {
 public:
  explicit PlainQueue(February incident)
      : incident_(std::move(incident)),
        time_(incident_.plan.begins),
        client_(time_, time_, milliseconds{20}),
        network_(time_, time_, client_, settings_of(incident_.plan)),
        mailbox_(time_, time_, network_.journal()) {
    client_.connect(network_origin, &network_);
    client_.connect(queue_origin, &announcement_);
    network_.journal().set_sink([this](const phonenet::Entry& entry) { record_.take(entry); });
    for (const Action& action : incident_.plan.actions) {
      if (action.kind != ActionKind::book) continue;
      for (int rule = 1; rule <= rules; ++rule)
        reminders_.push_back({&action, rule, due_of(rule, action.start, action.zone)});
    }
  }

  PhoneRecord::Seen run() {
    for (Instant now = incident_.down; now < incident_.back; now += planned_every) plan_at(now);
    waited_ = jobs_.size();
    time_.run_until(incident_.back);
    work();
    time_.run_until(incident_.ends);
    return record_.since(incident_.back);
  }
  std::size_t waited() const { return waited_; }

 private:
  struct Reminder {
    const Action* about;
    int rule;
    Instant due;
  };

  void plan_at(Instant now) {
    for (const Reminder& reminder : reminders_) {
      if (reminder.due > incident_.down && reminder.due <= now) jobs_.push_back(&reminder);
    }
  }

  /// Ten workers' pace; what was cancelled, moved or opted out of since is no concern of theirs.
  void work() {
    if (jobs_.empty()) return;
    send(*jobs_.front());
    jobs_.pop_front();
    timer_ = time_.at(time_.uptime() + milliseconds{100}, [this] { work(); });
  }

  void send(const Reminder& reminder) {
    const Patient& patient = incident_.plan.patients.at(static_cast<std::size_t>(reminder.about->patient));
    const std::string& from = incident_.plan.clinics.at(static_cast<std::size_t>(reminder.about->clinic)).caller_number;
    if (reminder.rule == 4) {
      mail::Message message;
      message.to = patient.email;
      return mailbox_.send(std::move(message), seconds{30}, [](mail::Outcome) {});
    }
    const bool call = reminder.rule == 1;
    http::Fields fields{{"To", patient.number}, {"From", from}};
    if (call) fields.emplace_back("Url", std::string(queue_origin) + "/call");
    if (!call) fields.emplace_back("Body", "You have an appointment.");
    http::Request request{.method = "POST",
                          .url = fmt::format("{}/2010-04-01/Accounts/{}/{}.json", network_origin, account_sid,
                                             call ? "Calls" : "Messages")};
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                       {"Authorization", "Basic " + base64(std::string(account_sid) + ":simulated")}};
    request.body = http::encode_form(fields);
    client_.send(std::move(request), {}, [](http::Exchange) {});
  }

  February incident_;
  VirtualTime time_;
  phonenet::MemoryClient client_;
  phonenet::Network network_;
  phonenet::Mailbox mailbox_;
  Announcement announcement_;
  PhoneRecord record_;
  std::vector<Reminder> reminders_;
  std::deque<const Reminder*> jobs_;
  std::size_t waited_ = 0;
  std::unique_ptr<Timer> timer_;
};

}  // namespace

Result<ScenarioReport> february_naive(const ScenarioSettings& settings) {
  PlainQueue queue(draw_february(settings.seed));
  const PhoneRecord::Seen seen = queue.run();
  ScenarioReport report;
  report.text = fmt::format(
      "A plain queue after the same eight hours: {} jobs waited. When the workers came back, {} people\n"
      "got {} calls, {} texts and {} emails in three hours; {} of them in five minutes, {} to one person.\n"
      "(The original: 15 people, 600 calls, 400 texts and 200 emails in five minutes; 80 to one person.)\n",
      queue.waited(), seen.people, seen.calls, seen.texts, seen.emails, seen.busiest_five_minutes, seen.most);
  if (settings.json) {
    report.text = fmt::format(
        "{{\"scenario\":\"february-naive\",\"jobs\":{},\"people\":{},\"calls\":{},\"texts\":{},\"emails\":{},"
        "\"busiest_five_minutes\":{},\"most_with_one_person\":{}}}\n",
        queue.waited(), seen.people, seen.calls, seen.texts, seen.emails, seen.busiest_five_minutes, seen.most);
  }
  // It is good if the disaster can be seen.
  report.good = seen.most >= 40;
  return report;
}

}  // namespace courtesy::simulation
