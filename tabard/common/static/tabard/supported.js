// Says before anything is drawn that scripts run, so that nothing jumps when they arrive.
document.body.classList.add("js-enabled", "govuk-frontend-supported");
