#include "api/pace_words.h"

#include <boost/json/object.hpp>

namespace courtesy::api {
namespace {

boost::json::object service_json(double contacts_per_hour, double callbacks_per_hour, const Served& service) {
  return {{"contacts_per_hour", contacts_per_hour},
          {"callbacks_per_hour", callbacks_per_hour},
          {"answered_at_once", 1 - service.waits},
          {"answered_in_time", service.served_within},
          {"hang_up", service.hangs_up},
          {"waiting", service.mean_queue}};
}

}  // namespace

boost::json::object plan_json(const PacePlan& plan) {
  const PlanQuestion& question = plan.question;
  boost::json::object at_once = service_json(static_cast<double>(question.contacts), plan.at_once, plan.rushed);
  at_once["agents_needed"] = plan.work;
  at_once["last_waits_hours"] = plan.last;
  return {{"sentence", in_words(plan)},
          {"contacts", question.contacts},
          {"agents", question.desk.agents},
          {"handling_seconds", question.desk.handling.count()},
          {"callback_share", question.target.callback_share},
          {"wait_seconds", question.target.wait.count()},
          {"wait_share", question.target.share},
          {"patience_seconds", question.patience.count()},
          {"hours", plan.hours},
          {"days", plan.days},
          {"hours_per_day", question.hours_per_day},
          {"busy", plan.pace.busy},
          {"at_the_pace", service_json(plan.pace.contacts_per_hour, plan.pace.callbacks_per_hour, plan.paced)},
          {"at_once", std::move(at_once)}};
}

}  // namespace courtesy::api
