#include "app/configuration.h"

// As in every file of the house that reads TOML: two settings in one program would be two parsers with one name.
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "app/files.h"
#include "base/phone/number.h"
#include "http/message.h"
#include "mail/compose.h"

namespace courtesy::app {
namespace {

constexpr std::size_t most_bytes = 1 << 20;

std::string at(const std::string& file, const toml::source_region& where) {
  return fmt::format("{}:{}:{}", file, where.begin.line, where.begin.column);
}

/// A table whose keys are asked for by name; what is never asked for is a mistake.
class Section {
 public:
  Section(const std::string& file, std::string name, const toml::table* table)
      : file_(file), name_(std::move(name)), table_(table) {}

  bool there() const { return table_ != nullptr; }
  /// Where a key stands: `FILE:LINE:COLUMN`.
  std::string place_of(std::string_view key) const {
    const toml::node* node = table_ ? table_->get(key) : nullptr;
    return node ? at(file_, node->source()) : file_;
  }
  bool has(std::string_view key) const { return table_ != nullptr && table_->contains(key); }

  Result<std::string> text(std::string_view key, std::string otherwise) {
    const toml::node* node = find(key);
    if (node == nullptr) return otherwise;
    if (const auto* value = node->as_string()) return value->get();
    return wrong(*node, key, "must be a text in quotes");
  }
  Result<std::string> needed_text(std::string_view key, std::string_view example) {
    const std::string value = TRY(text(key, ""));
    if (!value.empty()) return value;
    const std::string where = table_ ? at(file_, table_->source()) : file_;
    return invalid(fmt::format("{}: `{}` is missing or empty: write {} = {}", where, full(key), key, example));
  }
  Result<double> number(std::string_view key, double otherwise, double least, double most) {
    const toml::node* node = find(key);
    if (node == nullptr) return otherwise;
    const auto value = node->is_number() ? node->value<double>() : std::nullopt;
    if (value && *value >= least && *value <= most) return *value;
    return wrong(*node, key, fmt::format("must be a number from {} to {}", least, most));
  }
  /// A number without a fraction: what cannot be half of one is not cut in silence.
  Result<std::int64_t> whole(std::string_view key, std::int64_t otherwise, std::int64_t least, std::int64_t most) {
    const toml::node* node = find(key);
    if (node == nullptr) return otherwise;
    const auto value = node->is_integer() ? node->value<std::int64_t>() : std::nullopt;
    if (value && *value >= least && *value <= most) return *value;
    return wrong(*node, key, fmt::format("must be a whole number from {} to {}", least, most));
  }
  Result<std::vector<std::string>> texts(std::string_view key) {
    std::vector<std::string> values;
    const toml::node* node = find(key);
    if (node == nullptr) return values;
    if (!node->is_array()) return wrong(*node, key, "must be a list like [\"one\", \"two\"]");
    for (const toml::node& item : *node->as_array()) {
      if (!item.is_string()) return wrong(item, key, "must hold texts in quotes");
      values.push_back(item.as_string()->get());
    }
    return values;
  }
  /// The tables of `[[KEY]]`, in order.
  Result<std::vector<Section>> sections(std::string_view key) {
    std::vector<Section> all;
    const toml::node* node = find(key);
    if (node == nullptr) return all;
    const Error not_tables = wrong(*node, key, fmt::format("must be tables: [[{}]]", full(key)));
    if (!node->is_array()) return not_tables;
    for (const toml::node& item : *node->as_array()) {
      if (!item.is_table()) return not_tables;
      all.push_back(Section(file_, full(key), item.as_table()));
    }
    return all;
  }
  Result<bool> yes_or_no(std::string_view key, bool otherwise) {
    const toml::node* node = find(key);
    if (node == nullptr) return otherwise;
    if (const auto* value = node->as_boolean()) return value->get();
    return wrong(*node, key, "must be true or false");
  }
  Result<Section> section(std::string_view key) {
    const toml::node* node = find(key);
    if (node == nullptr) return Section(file_, std::string(key), nullptr);
    if (!node->is_table()) return wrong(*node, key, fmt::format("must be a table: [{}]", full(key)));
    return Section(file_, full(key), node->as_table());
  }

  /// An error about the value of `key`, with its place.
  Error wrong(std::string_view key, std::string_view why) const {
    const toml::node* node = table_ ? table_->get(key) : nullptr;
    if (node == nullptr) return invalid(fmt::format("{}: `{}` {}", file_, full(key), why));
    return wrong(*node, key, why);
  }
  /// The first key that was not asked for.
  Result<void> done() const {
    if (table_ == nullptr) return {};
    std::string known;
    for (const auto& key : asked_) known += (known.empty() ? "" : ", ") + key;
    for (const auto& [key, node] : *table_) {
      if (asked_.contains(std::string(key.str()))) continue;
      return wrong(node, key.str(), fmt::format("is no key that is known here; there are: {}", known));
    }
    return {};
  }

 private:
  std::string full(std::string_view key) const {
    return name_.empty() ? std::string(key) : fmt::format("{}.{}", name_, key);
  }
  Error wrong(const toml::node& node, std::string_view key, std::string_view why) const {
    return invalid(fmt::format("{}: `{}` {}", at(file_, node.source()), full(key), why));
  }
  const toml::node* find(std::string_view key) {
    asked_.emplace(key);
    return table_ ? table_->get(key) : nullptr;
  }

  const std::string& file_;
  std::string name_;
  const toml::table* table_;
  std::set<std::string> asked_;
};

class Reader {
 public:
  Reader(const std::string& path, const toml::table& table) : path_(path), root_(path, "", &table) {}

  Result<Configuration> read() {
    TRY(read_place());
    TRY(read_twilio());
    TRY(read_mail());
    TRY(read_pace());
    TRY(read_ledger());
    TRY(read_recordings());
    TRY(read_watch());
    TRY(read_pager());
    TRY(root_.done());
    return std::move(out_);
  }

 private:
  Result<void> read_place() {
    out_.environment = TRY(root_.text("environment", "development"));
    out_.production = out_.environment == "production";
    out_.database = from_here(TRY(root_.needed_text("database", "\"/var/lib/courtesy/courtesy.db\"")));
    out_.database_at = root_.place_of("database");
    out_.database_cache_mib = static_cast<int>(TRY(root_.whole("database_cache_mib", usual_cache_mib, 1, 4'096)));
    out_.public_url = TRY(root_.needed_text("public_url", "\"https://reminders.example.org\""));
    while (out_.public_url.ends_with('/')) out_.public_url.pop_back();
    TRY(root_.whole("account", 0, 0, 1'000'000'000'000'000));  // of old: now each person has accounts
    for (auto& recipient : TRY(root_.texts("allow_list"))) out_.allow_list.insert(std::move(recipient));
    TRY(read_role());
    Section listen = TRY(root_.section("listen"));
    out_.address = TRY(listen.text("address", "127.0.0.1"));
    if (out_.address != "127.0.0.1" && out_.address != "::1") {
      return listen.wrong(
          "address",
          "must be 127.0.0.1 or ::1, since passwords go over it unencrypted: let a reverse proxy on this "
          "machine speak https and pass on what comes");
    }
    out_.behind_proxy = TRY(listen.yes_or_no("behind_proxy", false));
    out_.port = static_cast<std::uint16_t>(TRY(listen.whole("port", 8'080, 0, 65'535)));
    return listen.done();
  }

  Result<void> read_role() {
    const bool dispatch = TRY(root_.yes_or_no("dispatch", true));
    const std::string word = TRY(root_.text("role", ""));
    if (!dispatch && !word.empty())
      return root_.wrong("role", "says what `dispatch = false` says otherwise: leave one of them out");
    if (!dispatch) out_.role = Role::watch;
    if (word.empty()) return {};
    const auto role = parse_role(word, "it");
    if (!role) return root_.wrong("role", "must be \"all\", \"web\" or \"worker\"");
    out_.role = *role;
    return {};
  }

  Result<void> read_twilio() {
    Section twilio = TRY(root_.section("twilio"));
    out_.twilio = TRY(twilio_of(twilio));
    return {};
  }

  Result<twilio::Settings> twilio_of(Section& twilio) {
    twilio::Settings to;
    to.base_url = TRY(twilio.text("base_url", to.base_url));
    to.account_sid = TRY(twilio.needed_text("account_sid", "\"AC...\""));
    to.api_key_sid = TRY(twilio.text("api_key_sid", ""));
    to.auth_token = TRY(secret(twilio, "auth_token_file"));
    for (const auto& file : TRY(twilio.texts("signing_key_files"))) {
      to.signing_keys.push_back(TRY(read_secret(twilio, "signing_key_files", file)));
    }
    if (!to.api_key_sid.empty() && to.signing_keys.empty()) {
      return twilio.wrong(
          "api_key_sid",
          "needs signing_key_files: Twilio signs with the account's auth token, never with an API key's "
          "secret");
    }
    to.fallback_url = TRY(twilio.text("fallback_url", ""));
    to.detects_machines = TRY(twilio.yes_or_no("detects_machines", to.detects_machines));
    to.public_url = out_.public_url;
    const auto checked = twilio::checked(to);
    if (!checked) return invalid(fmt::format("{}: {}", path_, checked.error().message));
    TRY(twilio.done());
    return *checked;
  }

  Result<void> read_mail() {
    Section smtp = TRY(root_.section("smtp"));
    if (!smtp.there()) return {};
    MailConfiguration mail;
    mail.server = TRY(mail_server_of(smtp));
    mail.domain = TRY(smtp.needed_text("domain", "\"example.org\""));
    mail.unsubscribe_mailbox = TRY(smtp.text("unsubscribe_mailbox", ""));
    out_.mail = std::move(mail);
    return smtp.done();
  }

  Result<net::SmtpSettings> mail_server_of(Section& smtp) {
    net::SmtpSettings server;
    server.host = TRY(smtp.needed_text("host", "\"mail.example.org\""));
    server.port = static_cast<std::uint16_t>(TRY(smtp.whole("port", 587, 1, 65'535)));
    server.tls = TRY(tls(smtp));
    server.user = TRY(smtp.text("user", ""));
    if (!server.user.empty()) server.password = TRY(secret(smtp, "password_file"));
    server.hello = TRY(smtp.text("hello", server.hello));
    return server;
  }

  static Result<net::SmtpTls> tls(Section& smtp) {
    const std::string word = TRY(smtp.text("tls", "starttls"));
    if (word == "starttls") return net::SmtpTls::starttls;
    if (word == "implicit") return net::SmtpTls::implicit;
    if (word == "none") return net::SmtpTls::none;
    return smtp.wrong("tls", "must be \"starttls\", \"implicit\" or \"none\"");
  }

  Result<void> read_pace() {
    Section pace = TRY(root_.section("pace"));
    DispatchSettings& to = out_.pace;
    to.places_in_flight = static_cast<int>(TRY(pace.whole("places_in_flight", to.places_in_flight, 1, 1'000)));
    to.calls_per_second = TRY(pace.number("calls_per_second", to.calls_per_second, 0.01, 100));
    to.texts_per_second = TRY(pace.number("texts_per_second", to.texts_per_second, 0.01, 100));
    to.emails_per_second = TRY(pace.number("emails_per_second", to.emails_per_second, 0.01, 1'000));
    return pace.done();
  }

  Result<void> read_ledger() {
    Section ledger = TRY(root_.section("ledger"));
    LedgerRetention& to = out_.retention;
    to.bodies = std::chrono::days(static_cast<int>(TRY(ledger.number("bodies_days", 90, 7, 2'200))));
    to.recordings = std::chrono::days(static_cast<int>(TRY(ledger.number("recordings_days", 30, 1, 2'200))));
    if (const auto fits = to.check(); !fits) return ledger.wrong("recordings_days", "must be at most `bodies_days`");
    return ledger.done();
  }

  Result<void> read_recordings() {
    Section recordings = TRY(root_.section("recordings"));
    RecordingDeletion& to = out_.deletion;
    to.takes = TRY(recordings.yes_or_no("delete_takes", to.takes));
    to.messages = TRY(recordings.yes_or_no("delete_messages", to.messages));
    return recordings.done();
  }

  Result<void> read_watch() {
    Section watch = TRY(root_.section("watch"));
    WatchSettings& to = out_.watch;
    to.every = seconds(TRY(watch.whole("every_seconds", 60, 5, 300)));
    to.missed_after = seconds(TRY(watch.whole("missed_after_seconds", 150, 60, 3'600)));
    if (to.missed_after < 2 * to.every) {
      return watch.wrong("missed_after_seconds",
                         "must be at least twice every_seconds: beats are written at each look of the watch");
    }
    to.oldest_due_at_most = minutes(TRY(watch.whole("oldest_due_minutes", 10, 1, 1'440)));
    out_.probe_every = minutes(TRY(watch.whole("test_reminder_minutes", 5, 0, 60)));
    to.expects_probe = out_.probe_every > minutes{0};
    to.probe_fresh_for = 3 * out_.probe_every;
    to.probe_page_after = 4 * out_.probe_every;
    out_.ping_url = TRY(watch.text("ping_url", ""));
    if (!out_.ping_url.empty()) {
      const auto url = http::parse_url(out_.ping_url);
      if (!url) return watch.wrong("ping_url", "must be an address like \"https://monitor.example.org/ping/1\"");
      if (out_.production && url->scheme != "https") return watch.wrong("ping_url", "must be https in production");
    }
    return watch.done();
  }

  Result<void> read_pager() {
    Section pager = TRY(root_.section("pager"));
    if (!pager.there()) return {};
    PagerSettings& to = out_.watch.pager;
    to.public_url = out_.public_url;
    to.from = TRY(pager.text("from", ""));
    to.email_from = TRY(pager.text("email_from", ""));
    to.set_every = minutes(TRY(pager.whole("set_every_minutes", 15, 5, 120)));
    to.step_after = minutes(TRY(pager.whole("step_after_minutes", 2, 1, 30)));
    if (to.set_every <= 2 * to.step_after) {
      return pager.wrong("set_every_minutes",
                         "must be more than twice step_after_minutes: a set is a call, a text and an email");
    }
    TRY(read_ways_of_the_pager(pager));
    for (Section& one : TRY(pager.sections("operator"))) TRY(read_operator(pager, one));
    if (to.operators.empty()) {
      return pager.wrong("operator", "is missing: whom to ring, as [[pager.operator]] with name, phone and email");
    }
    if (!to.email_from.empty()) to.email_domain = to.email_from.substr(to.email_from.find('@') + 1);
    return pager.done();
  }

  /// What pages when the reminders' own ways are what has failed.
  Result<void> read_ways_of_the_pager(Section& pager) {
    Section twilio = TRY(pager.section("twilio"));
    if (twilio.there()) out_.pager_twilio = TRY(twilio_of(twilio));
    Section smtp = TRY(pager.section("smtp"));
    if (!smtp.there()) return {};
    out_.pager_mail = TRY(mail_server_of(smtp));
    return smtp.done();
  }

  Result<void> read_operator(const Section& pager, Section& one) {
    PagerSettings& to = out_.watch.pager;
    Operator who;
    who.name = TRY(one.needed_text("name", "\"Kim\""));
    who.phone = TRY(one.text("phone", ""));
    who.email = TRY(one.text("email", ""));
    if (who.phone.empty() && who.email.empty()) return one.wrong("phone", "and email are missing: one is needed");
    if (!who.phone.empty() && !PhoneNumber::parse(who.phone))
      return one.wrong("phone", "must be like \"+12125550123\"");
    if (!who.phone.empty() && !PhoneNumber::parse(to.from)) {
      return pager.wrong("from", "must be a number of the pager's own, like \"+12125550190\"");
    }
    if (!who.email.empty() && !mail::is_address(who.email)) return one.wrong("email", "is no email address");
    if (!who.email.empty() && !mail::is_address(to.email_from)) {
      return pager.wrong("email_from", "must be an email address, since an operator has one");
    }
    if (!who.email.empty() && !out_.mail && !out_.pager_mail) {
      return one.wrong("email", "needs a mail server: [smtp], or [pager.smtp]");
    }
    to.operators.push_back(std::move(who));
    return one.done();
  }

  std::string from_here(const std::string& path) const {
    return (std::filesystem::path(path_).parent_path() / path).string();
  }
  Result<Secret<std::string>> secret(Section& section, std::string_view key) {
    return read_secret(section, key, TRY(section.needed_text(key, "\"a file with mode 600\"")));
  }
  Result<Secret<std::string>> read_secret(const Section& section, std::string_view key, const std::string& file) const {
    auto read = read_secret_file(from_here(file));
    if (!read) return section.wrong(key, "names a file that cannot be used: " + read.error().message);
    return read;
  }

  const std::string& path_;
  Section root_;
  Configuration out_;
};

Result<toml::table> parse(const std::string& path, const std::string& bytes) {
  auto parsed = toml::parse(bytes);
  if (parsed) return std::move(parsed).table();
  const toml::parse_error& error = parsed.error();
  return invalid(fmt::format("{}: {}", at(path, error.source()), error.description()));
}

}  // namespace

std::vector<std::string> pager_warnings(const Configuration& configuration) {
  const PagerSettings& pager = configuration.watch.pager;
  if (!pager.on()) {
    if (!configuration.production) return {};
    return {"Nobody is paged when something is wrong: the configuration has no [pager]."};
  }
  std::vector<std::string> warnings;
  const auto& who = pager.operators;
  const bool rings = std::any_of(who.begin(), who.end(), [](const Operator& one) { return !one.phone.empty(); });
  const bool writes = std::any_of(who.begin(), who.end(), [](const Operator& one) { return !one.email.empty(); });
  if (rings &&
      (!configuration.pager_twilio || configuration.pager_twilio->account_sid == configuration.twilio.account_sid)) {
    warnings.emplace_back(
        "The pager calls by the reminders' own account at the provider: should that be closed, no call tells of it. "
        "[pager.twilio] gives it another.");
  }
  if (rings && !writes) {
    warnings.emplace_back("No operator has an email address: where calls and texts fail, nobody is paged.");
  }
  return warnings;
}

Result<Configuration> read_configuration(const std::string& path) {
  const std::string bytes = TRY(read_file(path, most_bytes));
  const toml::table table = TRY(parse(path, bytes));
  return Reader(path, table).read();
}

}  // namespace courtesy::app
