"""The addresses of AI systems and of what governs them: gates, risks, controls, impact, incidents, suppliers."""

from django.urls import path

from tonetop.web import gates, impact, incidents, lists, risk, risks, soa, suppliers, system, systems

governing = [
    path("gates/", gates.gates, name="gates"),
    path("gates/of/<path:ref>/decide/", gates.decide, name="gate-decide"),
    path("gates/of/<path:ref>/", gates.subject, name="gate-subject"),
    path("incidents/", incidents.incidents, name="incidents"),
    path("incidents/<path:ref>/", incidents.incident, name="incident"),
    path("lists/<str:name>.<str:form>", lists.export, name="list-export"),
    path("risks/", risks.risks, name="risks"),
    path("risks/list.<str:form>", risks.export, name="risks-export"),
    path("risks/new/", risk.new, name="risk-new"),
    path("risks/<path:ref>/", risk.risk, name="risk"),
    path("soa/", soa.soa, name="soa"),
    path("suppliers/", suppliers.suppliers, name="suppliers"),
    path("suppliers/<path:ref>/", suppliers.supplier, name="supplier"),
    path("systems/", systems.systems, name="systems"),
    path("systems/<path:ref>/stage/", systems.stage, name="system-stage"),
    path("systems/<path:ref>/bom/", system.download, name="system-bom"),
    path("systems/<path:ref>/", system.system, name="system"),
    path("impact/<path:ref>/", impact.impact, name="impact"),
]
