#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <ostream>

#include "app/finding_words.h"
#include "app/flow_commands.h"
#include "app/told.h"
#include "app/which_account.h"
#include "base/json_text.h"
#include "flow/archive.h"
#include "store/flows.h"

namespace courtesy::app {
namespace {

constexpr std::size_t shown_of_a_hash = 12;

/// Whose flows, in which database.
struct Owner : WhichAccount {
  std::string who;

  Told told;

  void declare_who(Options& options) {
    options.text("--by WHO", who, "who does it, for the ledger");
    told.declare(options);
  }
};

Result<std::vector<FlowVersion>> versions_in(Database& database, AccountId account) {
  std::vector<FlowVersion> versions;
  TRY(database.read(account, [&](Unit& unit) -> Result<void> {
    versions = TRY(unit.flows().versions());
    return {};
  }));
  return versions;
}

class FlowPublishCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("PATH", path_, "a flow's folder", Need::required);
    owner_.declare(options);
    owner_.declare_who(options);
  }

  Result<int> run(Outside& outside) override {
    const FlowFolder folder = TRY(read_flow_folder(path_));
    if (const int refused = refuse(folder, owner_.told.as_json ? outside.err : outside.out)) return refused;
    const std::string archived = TRY(flow::archive(folder.name, folder.files, folder.others));
    const auto database = TRY(owner_.open(outside));
    FlowVersion made;
    TRY(database->write(TRY(database->account(owner_.account)), [&](Unit& unit) -> Result<void> {
      made = TRY(unit.flows().publish(archived, owner_.who));
      return {};
    }));
    owner_.told.tell(outside, {{"name", made.name}, {"hash", made.hash}},
                     fmt::format("{} is published as version {}: new calls take it, those in progress end on theirs.\n",
                                 made.name, made.hash.substr(0, shown_of_a_hash)));
    return 0;
  }

 private:
  static int refuse(const FlowFolder& folder, std::ostream& out) {
    const auto findings = folder.faults();
    for (const flow::Finding& finding : findings) {
      print_finding(folder, finding, out);
      out << "\n";
    }
    if (findings.empty()) return 0;
    out << fmt::format("{} is not published: {}. What was live goes on.\n", folder.name,
                       counted(findings.size(), "finding"));
    return 1;
  }

  std::string path_;
  Owner owner_;
};

class FlowVersionsCommand final : public Command {
 public:
  void declare(Options& options) override {
    owner_.declare(options);
    options.flag("--json", json_, "as one JSON object: `versions`");
  }

  Result<int> run(Outside& outside) override {
    const auto database = TRY(owner_.open(outside));
    const auto versions = TRY(versions_in(*database, TRY(database->account(owner_.account))));
    if (json_) return as_json(versions, outside.out);
    for (const FlowVersion& version : versions) {
      outside.out << fmt::format("{}  {}  {}  {}{}\n", version.name, version.hash.substr(0, shown_of_a_hash),
                                 to_string(version.published_at), version.live ? "live" : "older",
                                 version.who.empty() ? "" : "  by " + version.who);
    }
    if (versions.empty()) outside.out << "No flow was published: calls take those that come with the program.\n";
    return 0;
  }

 private:
  static int as_json(const std::vector<FlowVersion>& versions, std::ostream& out) {
    boost::json::array all;
    for (const FlowVersion& version : versions)
      all.push_back({{"name", version.name},
                     {"hash", version.hash},
                     {"at", to_string(version.published_at)},
                     {"live", version.live},
                     {"who", version.who}});
    out << json_text(boost::json::object{{"versions", std::move(all)}}) << '\n';
    return 0;
  }

  Owner owner_;
  bool json_ = false;
};

class FlowUseCommand final : public Command {
 public:
  void declare(Options& options) override {
    options.text("NAME", name_, "the flow", Need::required);
    options.text("VERSION", version_, "as `courtesy flow versions` shows it, or `shipped` for the program's own",
                 Need::required);
    owner_.declare(options);
    owner_.declare_who(options);
  }

  Result<int> run(Outside& outside) override {
    const auto database = TRY(owner_.open(outside));
    const AccountId account = TRY(database->account(owner_.account));
    bool shipped = false;
    if (version_ == "shipped") {
      const flow::Library library = TRY(flow::Library::builtin());
      shipped = library.flow(name_).ok();
      TRY(database->write(account, [&](Unit& unit) { return unit.flows().withdraw(library, name_, owner_.who); }));
    } else {
      const std::string hash = TRY(whole_hash(TRY(versions_in(*database, account))));
      TRY(database->write(account, [&](Unit& unit) { return unit.flows().make_live(name_, hash, owner_.who); }));
    }
    const std::string_view taken = shipped                 ? "as it comes with the program"
                                   : version_ == "shipped" ? "no more: the program has none of that name"
                                                           : std::string_view(version_);
    owner_.told.tell(outside, {{"name", name_}, {"version", version_}},
                     fmt::format("New calls take {} {}; those in progress end on theirs.\n", name_, taken));
    return 0;
  }

 private:
  Result<std::string> whole_hash(const std::vector<FlowVersion>& versions) const {
    std::vector<std::string> found;
    for (const FlowVersion& version : versions) {
      if (version.name == name_ && version.hash.starts_with(version_)) found.push_back(version.hash);
    }
    if (found.size() == 1) return found.front();
    return Error{ErrorCode::not_found, fmt::format("{} has {} version {}: `courtesy flow versions` shows them", name_,
                                                   found.empty() ? "no" : "more than one", version_)};
  }

  std::string name_;
  std::string version_;
  Owner owner_;
};

}  // namespace

std::unique_ptr<Command> make_flow_publish_command() { return std::make_unique<FlowPublishCommand>(); }
std::unique_ptr<Command> make_flow_versions_command() { return std::make_unique<FlowVersionsCommand>(); }
std::unique_ptr<Command> make_flow_use_command() { return std::make_unique<FlowUseCommand>(); }

}  // namespace courtesy::app
