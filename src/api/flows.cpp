#include "api/flows.h"

#include <boost/json.hpp>

#include "api/answer.h"
#include "api/retold.h"
#include "base/bytes.h"
#include "flow/archive.h"
#include "flow/builtin.h"
#include "flow/checker.h"
#include "flow/definition.h"
#include "store/flows.h"
#include "store/unit.h"

namespace courtesy::api {
namespace {

std::string_view kind_of(const flow::Definition& definition) {
  if (definition.is_sub_flow()) return "run_by_others";
  if (definition.inbound) return "inbound";
  return flow::acknowledges(definition) ? "operator" : "reminder";
}

boost::json::object version_json(const FlowVersion& version) {
  return {
      {"hash", version.hash}, {"at", to_string(version.published_at)}, {"who", version.who}, {"live", version.live}};
}

struct Listed {
  boost::json::array versions{};
  std::string live{};
};

boost::json::object flow_json(Unit& unit, const flow::Library& library, const std::string& name, const Listed& listed) {
  boost::json::object object{
      {"name", name},       {"own", !listed.live.empty()}, {"hash", nullptr}, {"title", nullptr}, {"kind", nullptr},
      {"trouble", nullptr}, {"versions", listed.versions}};
  const auto flow = unit.flows().live(library, name);
  if (flow) {
    object["hash"] = flow->hash();
    object["title"] = retold(flow->definition().title, unit.language());
    object["kind"] = kind_of(flow->definition());
  } else {
    object["trouble"] = flow.error().message;
  }
  return object;
}

Result<std::string> bytes_of(const std::string& name, const boost::json::value& value) {
  if (value.is_string()) return std::string(value.as_string());
  const auto* encoded = value.is_object() ? value.as_object().if_contains("base64") : nullptr;
  if (encoded == nullptr || !encoded->is_string()) {
    return invalid("`files` has \"" + name + "\" as neither text nor {\"base64\": \"...\"}");
  }
  auto bytes = from_base64(encoded->as_string());
  if (!bytes) return invalid("`files` has \"" + name + "\" in a base64 that cannot be read");
  return bytes;
}

Result<std::vector<flow::Flow::File>> files_of(const boost::json::object& body) {
  const auto* files = body.if_contains("files");
  if (files == nullptr || !files->is_object()) {
    return invalid("`files` must be an object: a flow's files by name, \"flow.toml\" among them");
  }
  std::vector<flow::Flow::File> found;
  for (const auto& [key, value] : files->as_object()) {
    const std::string name(key);
    found.push_back({name, TRY(bytes_of(name, value))});
  }
  return found;
}

http::Response refusal(const std::vector<flow::Finding>& findings) {
  boost::json::array list;
  for (const flow::Finding& finding : findings) {
    list.push_back(boost::json::object{{"file", finding.file},
                                       {"line", finding.place.line},
                                       {"column", finding.place.column},
                                       {"code", finding.code},
                                       {"message", finding.message},
                                       {"why", finding.why}});
  }
  boost::json::object body{{"type", "/v1/errors/invalid"},
                           {"code", "invalid"},
                           {"title", "This flow may not ring anybody yet"},
                           {"status", 400},
                           {"detail", flow::to_string(findings.front())},
                           {"findings", std::move(list)}};
  http::Response response = json(body);
  response.status = 400;
  for (auto& [name, value] : response.headers) {
    if (name == "Content-Type") value = "application/problem+json";
  }
  return response;
}

}  // namespace

Result<boost::json::object> flows_page(Unit& unit, const flow::Library& library) {
  std::map<std::string, Listed> all;
  for (const auto& [name, flow] : library.flows()) all.try_emplace(name);
  for (const FlowVersion& version : TRY(unit.flows().versions())) {
    Listed& listed = all[version.name];
    listed.versions.push_back(version_json(version));
    if (version.live) listed.live = version.hash;
  }
  boost::json::array flows;
  for (const auto& [name, listed] : all) flows.push_back(flow_json(unit, library, name, listed));
  return boost::json::object{{"flows", std::move(flows)}};
}

std::variant<FlowToPublish, http::Response> read_flow(const std::string& name, const boost::json::object& body) {
  const auto files = files_of(body);
  if (!files) return problem(files.error());
  const auto who = text_of(body, "who", 200);
  if (!who) return problem(who.error());
  const auto findings = flow::Flow::faults_of(*files, flow::builtin_files);
  if (!findings.empty()) return refusal(findings);
  auto archived = flow::archive(name, *files, flow::builtin_files);
  if (!archived) return problem(archived.error());
  return FlowToPublish{std::move(*archived), *who};
}

Result<boost::json::object> publish_flow(Unit& unit, const FlowToPublish& flow, const flow::Library& library) {
  TRY(unit.flows().publish(flow.archived, flow.who));
  return flows_page(unit, library);
}

Result<boost::json::object> set_live_flow(Unit& unit, const std::string& name, const boost::json::object& body,
                                          const flow::Library& library) {
  const std::string hash = TRY(text_of(body, "hash", 64));
  const std::string who = TRY(text_of(body, "who", 200));
  if (hash.empty()) {
    TRY(unit.flows().withdraw(library, name, who));
  } else {
    TRY(unit.flows().make_live(name, hash, who));
  }
  return flows_page(unit, library);
}

}  // namespace courtesy::api
