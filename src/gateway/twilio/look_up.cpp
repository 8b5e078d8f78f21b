#include "gateway/twilio/look_up.h"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/twilio/record.h"
#include "gateway/twilio/request.h"
#include "gateway/twilio/status.h"

namespace courtesy::twilio {
namespace {

constexpr http::Limits limits{.connect = seconds{5}, .total = seconds{15}, .response_bytes = 4 << 20};

Sighting sighting_of(const Record& record, Channel channel) {
  const auto progress = channel == Channel::call ? call_progress(record.status) : text_progress(record.status);
  // It exists, whatever a new word for its state may mean.
  const Progress known = progress.value_or(Progress{AttemptState::accepted});
  return {.provider_id = record.sid,
          .state = known.state,
          .outcome = known.outcome,
          .created = record.created.value_or(Instant{})};
}

bool same_parties(const Record& record, const LookUp& question) {
  return record.to == question.recipient && record.from == question.sender;
}

bool made_by_us(const Record& record, const LookUp& question) {
  if (record.direction != "outbound-api") return false;
  if (question.channel == Channel::call) return is_call_sid(record.sid);
  return is_message_sid(record.sid) && record.body == question.text;
}

bool in_time(Instant created, Instant intended) {
  return created >= intended - seconds{5} && created <= intended + seconds{90};
}

class Search : public std::enable_shared_from_this<Search> {
 public:
  Search(Settings settings, http::Client& client, LookUp question,
         UniqueFunction<void(Result<std::vector<Sighting>>)> done)
      : settings_(std::move(settings)),
        client_(client),
        question_(std::move(question)),
        lists_(look_up_urls(settings_, question_)),
        done_(std::move(done)) {}

  void begin() {
    if (list_ == lists_.size()) return done_(std::move(found_));
    page_ = 0;
    oldest_ = Instant::max();
    sorted_ = true;
    ask(lists_[list_]);
  }

 private:
  void ask(std::string url) {
    ++page_;
    client_.send(authorised(settings_, get(std::move(url))), limits,
                 [self = shared_from_this()](http::Exchange exchange) { self->read(exchange); });
  }

  void read(const http::Exchange& exchange) {
    const auto* response = std::get_if<http::Response>(&exchange);
    if (response == nullptr) return fail("no complete answer");
    if (!question_.provider_id.empty()) return read_one(*response);
    if (response->status != 200) return fail(fmt::format("answered {}", response->status));
    const auto page = read_page(response->body, question_.channel == Channel::call ? "calls" : "messages");
    if (!page) return fail("answered something that is no list");
    if (!take(*page)) return fail("a record that may be the one has no readable date");
    go_on(*page);
  }

  void read_one(const http::Response& response) {
    if (response.status == 404) return done_(std::vector<Sighting>{});
    const auto record = response.status == 200 ? read_record(response.body) : std::nullopt;
    if (!record) return fail(fmt::format("answered {}", response.status));
    if (record->sid == question_.provider_id && same_parties(*record, question_)) {
      found_.push_back(sighting_of(*record, question_.channel));
    }
    done_(std::move(found_));
  }

  /// False when a record cannot be judged.
  bool take(const Page& page) {
    for (const Record& record : page.records) {
      if (record.created) {
        sorted_ = sorted_ && *record.created <= oldest_;
        oldest_ = std::min(oldest_, *record.created);
      }
      if (!same_parties(record, question_) || !made_by_us(record, question_)) continue;
      if (!record.created) return false;
      if (in_time(*record.created, question_.intended)) add(record);
    }
    return true;
  }

  /// A call that moves on while we read is in two lists: what was read last counts.
  void add(const Record& record) {
    Sighting sighting = sighting_of(record, question_.channel);
    const auto same = [&](const Sighting& other) { return other.provider_id == sighting.provider_id; };
    const auto known = std::find_if(found_.begin(), found_.end(), same);
    if (known == found_.end()) return found_.push_back(std::move(sighting));
    if (may_follow(known->state, sighting.state)) *known = std::move(sighting);
  }

  void go_on(const Page& page) {
    // Newest first is how Twilio lists, though it does not promise so: believed only while the rows show it.
    const bool past = sorted_ && oldest_ < question_.intended - hours{24};
    if (page.next_page_uri.empty() || past) {
      ++list_;
      return begin();
    }
    if (page_ == settings_.look_up_pages) return fail(fmt::format("more than {} pages", page_));
    // The credentials follow this link, so it must stay where it is.
    const std::string ours = "/2010-04-01/Accounts/" + settings_.account_sid + "/";
    if (!page.next_page_uri.starts_with(ours)) return fail("a next page that is elsewhere");
    ask(settings_.base_url + page.next_page_uri);
  }

  void fail(std::string_view what) {
    done_(Error{ErrorCode::unavailable, fmt::format("twilio look-up: {}; ask again later", what)});
  }

  const Settings settings_;
  http::Client& client_;
  const LookUp question_;
  const std::vector<std::string> lists_;
  UniqueFunction<void(Result<std::vector<Sighting>>)> done_;
  std::vector<Sighting> found_;
  std::size_t list_ = 0;
  int page_ = 0;
  Instant oldest_ = Instant::max();
  bool sorted_ = true;
};

std::string list_url(const Settings& settings, std::string_view resource, const http::Fields& filters) {
  return resource_url(settings, resource) + "?" + http::encode_form(filters);
}

}  // namespace

// Parameters in ascending order: a query that is sorted on the way stays what it was.
std::vector<std::string> look_up_urls(const Settings& settings, const LookUp& question) {
  const bool call = question.channel == Channel::call;
  if (!question.provider_id.empty()) {
    return {resource_url(settings, (call ? "Calls/" : "Messages/") + question.provider_id + ".json")};
  }
  if (!call) return {list_url(settings, "Messages.json", {{"PageSize", "200"}, {"To", question.recipient}})};
  // The unfinished ones first, in the order in which a call passes them: one that moves on while we read is met again.
  std::vector<std::string> urls;
  for (const char* status : {"queued", "ringing", "in-progress"}) {
    urls.push_back(
        list_url(settings, "Calls.json",
                 {{"From", question.sender}, {"PageSize", "200"}, {"Status", status}, {"To", question.recipient}}));
  }
  const std::string day_before = to_string(question.intended - hours{24}).substr(0, 10);
  urls.push_back(list_url(
      settings, "Calls.json",
      {{"From", question.sender}, {"PageSize", "200"}, {"StartTime>", day_before}, {"To", question.recipient}}));
  return urls;
}

void look_up(const Settings& settings, http::Client& client, LookUp question,
             UniqueFunction<void(Result<std::vector<Sighting>>)> done) {
  std::make_shared<Search>(settings, client, std::move(question), std::move(done))->begin();
}

}  // namespace courtesy::twilio
