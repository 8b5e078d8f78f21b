#include "api/staff_tasks.h"

#include <boost/json.hpp>

#include "api/maybe.h"
#include "api/read_body.h"
#include "store/clients.h"
#include "store/staff_tasks.h"

namespace courtesy::api {
namespace {

InEach sentence_of(CallTask kind) {
  switch (kind) {
    case CallTask::missed_call: return {"Rang, and nobody answered.", "Llamó, y nadie contestó."};
    case CallTask::message: return {"Left a message.", "Dejó un mensaje."};
    case CallTask::call_back: return {"Asks to be called.", "Pide que se le llame."};
    case CallTask::opt_out_unheard:
      return {"Wants no more contact, and rang without a number: find out who it was.",
              "No quiere más contacto, y llamó sin número: averigüe quién era."};
  }
  return {"", ""};
}

Result<boost::json::object> task_json(Unit& unit, const StaffTaskRow& task) {
  boost::json::value client = nullptr;
  if (task.client)
    client = boost::json::object{{"id", task.client.value()}, {"name", TRY(unit.clients().get(task.client)).name}};
  return boost::json::object{{"id", task.id},
                             {"kind", to_string(task.kind)},
                             {"text", sentence_of(task.kind).in(unit.language())},
                             {"at", to_string(task.at)},
                             {"call", task.session.value()},
                             {"number", maybe(task.number)},
                             {"client", std::move(client)},
                             {"appointment", maybe(task.appointment)},
                             {"done", task.done_at ? boost::json::value(boost::json::object{
                                                         {"at", to_string(*task.done_at)}, {"who", task.done_by}})
                                                   : boost::json::value(nullptr)}};
}

}  // namespace

Result<boost::json::object> tasks_page(Unit& unit, const StaffTasks::Query& query) {
  const StaffTasks::Page page = TRY(StaffTasks(unit).list(query));
  boost::json::array tasks;
  for (const StaffTaskRow& task : page.tasks) tasks.push_back(TRY(task_json(unit, task)));
  return boost::json::object{{"tasks", std::move(tasks)},
                             {"next", page.next > 0 ? boost::json::value(page.next) : boost::json::value(nullptr)}};
}

Result<boost::json::object> task_done(Unit& unit, std::int64_t task, const boost::json::object& body) {
  TRY(StaffTasks(unit).done(task, TRY(who_of(body))));
  return tasks_page(unit, {});
}

}  // namespace courtesy::api
