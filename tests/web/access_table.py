"""Who opens which page: every route and every role, to be read from top to bottom."""

from __future__ import annotations

TABLE = """
                           admin  coord  office leader head   offcr  ward   audit
account.begin_second_factor x      x      x      x      x      x      x      x
account.end_others         x      x      x      x      x      x      x      x
account.end_session        x      x      x      x      x      x      x      x
account.index              x      x      x      x      x      x      x      x
account.new_codes          x      x      x      x      x      x      x      x
account.picture            x      x      x      x      x      x      x      x
account.second_factor      x      x      x      x      x      x      x      x
api.accept                 public
api.confirm                public
api.document               public
api.draft                  public
api.event_list             public
api.figures                public
api.progress               public
api.send_plan              public
api.send_register          public
api.submit                 public
api.task                   public
api.task_events            public
api.task_list              public
approvals.approve          x      -      -      x      -      -      -      -
approvals.index            x      -      -      x      -      -      -      -
approvals.refuse           x      -      -      x      -      -      -      -
approvals.withdraw         x      -      -      -      -      -      -      -
auth.change_password       x      x      x      x      x      x      x      x
auth.forgotten             public
auth.set_password          public
auth.sign_in               public
auth.sign_out              public
away.index                 public
away.manifest              public
away.worker                public
calendar.change            x      -      x      -      -      -      -      -
calendar.index             x      x      x      x      x      x      x      x
calendar_feeds.index       -      x      x      x      x      x      x      x
calendar_feeds.make_of_unit -     x      x      x      x      x      x      x
calendar_feeds.make_own    -      x      x      x      x      x      x      x
calendar_feeds.read        public
calendar_feeds.revoke      -      x      x      x      x      x      x      x
channels.index             x      -      -      -      -      -      -      -
channels.new               x      -      -      -      -      -      -      -
channels.set_active        x      -      -      -      -      -      -      -
channels.show              x      -      -      -      -      -      -      -
channels.try_out           x      -      -      -      -      -      -      -
departing.leave            x      -      -      -      -      -      -      -
deputies.end               -      x      x      x      x      x      x      -
deputies.end_of_person     x      -      -      -      -      -      -      -
deputies.index             -      x      x      x      x      x      x      -
deputies.of_person         x      -      -      -      -      -      -      -
details.confirm_email      x      x      x      x      x      x      x      x
details.contact            x      x      x      x      x      x      x      x
details.office             x      x      -      -      -      -      -      -
details.person             x      -      -      -      -      -      -      -
directives.from_paper      -      -      x      -      -      -      -      -
directives.hand_out_drafts -      -      x      -      -      -      -      -
directives.index           -      x      x      x      x      x      x      x
directives.keep_source     -      -      x      -      -      -      -      -
directives.matrix          -      x      x      x      x      x      x      x
directives.new             -      -      x      -      -      -      -      -
directives.read_deadline   -      -      x      -      -      -      -      -
directives.register_file   -      x      x      x      x      x      x      x
directives.show            -      x      x      x      x      x      x      x
directives.source          -      x      x      x      x      x      x      x
figure_letters.index       -      x      x      x      x      x      x      x
figure_letters.stop        -      x      x      x      x      x      x      x
figures.file               -      x      x      -      x      x      x      -
figures.fill               -      x      x      -      x      x      x      -
figures.index              -      x      x      -      x      x      x      -
figures.load               -      x      x      -      x      x      x      -
figures.own_report         -      x      x      -      x      x      x      -
figures.sheet              -      x      x      -      x      x      x      -
frozen.adjusted            -      x      x      x      x      x      x      x
frozen.approve             -      x      x      x      -      -      -      -
frozen.put_aside           -      x      x      x      -      -      -      -
frozen.compare             -      x      x      x      -      -      -      x
frozen.explain             -      x      x      x      -      -      -      x
frozen.freeze              -      x      x      x      -      -      -      -
frozen.index               -      x      x      x      -      -      -      x
frozen.show                -      x      x      x      -      -      -      x
gallery.error_page         public
gallery.index              public
gallery.long_list          public
home.help                  x      x      x      x      x      x      x      x
home.index                 x      x      x      x      x      x      x      x
imports.apply              -      x      x      -      -      -      -      -
imports.discard            -      x      x      -      -      -      -      -
imports.empty_plan         -      x      x      -      -      -      -      -
imports.empty_register     -      x      x      -      -      -      -      -
imports.index              -      x      x      -      -      -      -      -
imports.problems           -      x      x      -      -      -      -      -
imports.remember           -      x      x      -      -      -      -      -
imports.show               -      x      x      -      -      -      -      -
imports.stage_plan         -      x      x      -      -      -      -      -
imports.stage_register     -      x      x      -      -      -      -      -
indicators.edit            -      x      x      -      -      -      -      -
indicators.form_file       -      x      x      x      -      -      -      x
indicators.index           -      x      x      x      -      -      -      x
indicators.load            -      x      x      -      -      -      -      -
indicators.show            -      x      x      x      -      -      -      x
inspections.cancel         -      x      x      -      -      -      -      -
inspections.find           -      x      x      -      -      -      -      -
inspections.follow_up      -      x      x      -      -      -      -      -
inspections.hold           -      x      x      -      -      -      -      -
inspections.index          -      x      x      x      -      -      -      x
inspections.new            -      x      x      -      -      -      -      -
inspections.settle         -      x      x      -      -      -      -      -
inspections.show           -      x      x      x      -      -      -      x
language.choose            public
letters.answered           x      x      x      -      -      -      -      x
letters.download           x      x      x      -      -      -      -      x
letters.index              x      x      x      -      -      -      -      x
letters.send_again         x      x      x      -      -      -      -      -
letters.show               x      x      x      -      -      -      -      x
letters.trial              x      x      x      -      -      -      -      -
notices.index              x      x      x      x      x      x      x      x
notices.read_all           x      x      x      x      x      x      x      x
notices.read_one           x      x      x      x      x      x      x      x
overview.forecast          -      x      x      x      x      x      x      x
overview.index             -      x      x      x      x      x      x      x
overview.ranking           -      x      x      x      -      -      -      x
overview.unit              -      x      x      x      x      x      x      x
overview.wall              -      x      x      x      -      -      -      x
personal_data.copy         x      x      x      x      x      x      x      x
personal_data.index        public
plans.export               -      x      x      x      x      x      x      x
plans.index                -      x      x      x      x      x      x      x
plans.show                 -      x      x      x      x      x      x      x
proving.code               public
proving.password           x      x      x      x      x      x      x      x
register.index             -      x      x      x      x      x      x      x
register.register_file     -      x      x      x      x      x      x      x
register.slip              -      x      x      x      x      x      x      x
register.slip_file         -      x      x      x      x      x      x      x
reminders.own              x      x      x      x      x      x      x      x
reminders.rule             x      x      x      -      -      -      -      -
reminders.rules            x      x      x      -      -      -      -      x
reminders.to_come          x      x      x      -      -      -      -      x
reorganising.change        x      x      -      -      -      -      -      -
reorganising.index         x      x      -      -      -      -      -      -
reporting.anew             -      x      x      -      -      -      -      -
reporting.ask              -      x      x      -      -      -      -      -
reporting.compare          -      x      x      x      -      -      -      x
reporting.decide           -      x      x      -      -      -      -      -
reporting.default_template -      x      x      -      -      -      -      -
reporting.enter            -      x      x      -      -      -      -      -
reporting.file             -      x      x      x      -      -      -      x
reporting.freeze           -      x      x      -      -      -      -      -
reporting.index            -      x      x      x      -      -      -      x
reporting.internal         -      x      x      x      -      -      -      x
reporting.judge            -      x      x      x      -      -      -      x
reporting.new              -      x      x      -      -      -      -      -
reporting.paper            -      x      x      x      -      -      -      x
reporting.pdf              -      x      x      x      -      -      -      x
reporting.proposal         -      x      x      x      -      -      -      x
reporting.proposal_file    -      x      x      x      -      -      -      x
reporting.review           -      x      x      x      -      -      -      x
reporting.row              -      x      x      x      -      -      -      x
reporting.sheets           -      x      x      x      -      -      -      x
reporting.show             -      x      x      x      -      -      -      x
reporting.starter_template -      x      x      -      -      -      -      -
reporting.take_back        -      x      x      -      -      -      -      -
reporting.template         -      x      x      -      -      -      -      -
reporting.waive            -      x      x      -      -      -      -      -
reporting.word             -      x      x      x      -      -      -      x
reporting.write            -      x      x      -      -      -      -      -
reports.check              -      x      x      x      -      -      -      x
reports.explain_findings   -      x      x      -      -      -      -      -
reports.reasons            -      x      x      x      -      -      -      x
reports.take_back_reason   -      x      x      -      -      -      -      -
reports.draft              -      x      x      x      -      -      -      x
reports.index              -      x      x      x      -      -      -      x
saved_views.drop           -      x      x      x      x      x      x      x
saved_views.index          -      x      x      x      x      x      x      x
saved_views.keep           -      x      x      x      x      x      x      x
saved_views.pin            -      x      x      x      x      x      x      x
saved_views.rename         -      x      x      x      x      x      x      x
saved_views.show           -      x      x      x      x      x      x      x
scoring.load               -      x      x      -      -      -      -      -
scoring.prove              -      x      x      -      -      -      -      -
scoring.show               -      x      x      x      -      -      -      x
search.index               x      x      x      x      x      x      x      x
single_sign_on.back       public
single_sign_on.begin      public
single_sign_on.come_in    public
single_sign_on.out        public
setup.begin                public
statistics.export_csv      -      x      x      x      x      x      x      x
statistics.export_xlsx     -      x      x      x      x      x      x      x
statistics.index           -      x      x      x      x      x      x      x
status.alive               public
status.index               x      x      x      -      -      -      -      x
status.ready               public
steering.add               -      x      x      -      -      -      -      -
steering.index             -      x      x      x      -      -      -      x
steering.take_off          -      x      x      -      -      -      -      -
tasks.accept               -      -      -      -      o      o      o      -
tasks.accept_occurrence    -      f      x      x      -      -      -      -
tasks.ask_comment          -      x      x      x      o      o      o      -
tasks.attest               -      f      -      x      -      -      -      -
tasks.begin                -      f      x      -      -      -      -      -
tasks.cancel               -      -      -      x      -      -      -      -
tasks.comment              -      x      x      x      o      o      o      -
tasks.confirm              -      f      x      x      -      -      -      -
tasks.correct              -      f      x      x      -      -      -      -
tasks.correct_comment      -      x      x      x      o      o      o      -
tasks.decide_extension     -      -      -      x      -      -      -      -
tasks.decline              -      -      -      -      o      o      o      -
tasks.demand_evidence      -      f      x      -      -      -      -      -
tasks.divide               -      -      -      -      s      s      s      -
tasks.download             -      x      x      x      o      o      o      x
tasks.end_occurrences      -      f      x      -      -      -      -      -
tasks.entrust              -      -      -      -      o      o      o      -
tasks.export_csv           -      x      x      x      x      x      x      x
tasks.export_xlsx          -      x      x      x      x      x      x      x
tasks.index                -      x      x      x      x      x      x      x
tasks.look                 -      x      x      x      x      x      x      x
tasks.many_act             -      x      x      x      x      x      x      x
tasks.many_look            -      x      x      x      x      x      x      x
tasks.merge                -      f      x      -      -      -      -      -
tasks.mine                 -      -      -      -      x      x      x      -
tasks.narrow               -      x      x      x      x      x      x      x
tasks.pause_occurrences    -      f      x      -      -      -      -      -
tasks.printed              -      x      x      x      x      x      x      x
tasks.reassign             -      f      x      -      -      -      -      -
tasks.receive_share        -      -      -      -      s      s      s      -
tasks.redate               -      f      x      x      -      -      -      -
tasks.refuse_decline       -      f      x      -      -      -      -      -
tasks.reopen               -      f      x      x      -      -      -      -
tasks.report_occurrence    -      -      -      -      o      o      o      -
tasks.report_progress      -      -      -      -      o      o      o      -
tasks.request_extension    -      -      -      -      o      o      o      -
tasks.resume               -      -      -      x      -      -      -      -
tasks.return_occurrence    -      f      x      x      -      -      -      -
tasks.return_share         -      -      -      -      s      s      s      -
tasks.send_back            -      f      x      x      -      -      -      -
tasks.set_deadline         -      f      x      -      -      -      -      -
tasks.show                 -      x      x      x      o      o      o      x
tasks.skip_occurrence      -      f      x      -      -      -      -      -
tasks.submit               -      -      -      -      o      o      o      -
tasks.suspend              -      -      -      x      -      -      -      -
tasks.tag                  -      f      x      x      -      -      -      -
tasks.transfer             -      f      x      -      -      -      -      -
tasks.urge                 -      f      x      x      -      -      -      -
tasks.withdraw             -      f      x      x      -      -      -      -
tasks.withdraw_comment     -      x      x      x      o      o      o      -
tokens.index               x      x      x      x      x      x      x      x
tokens.revoke              x      x      x      x      x      x      x      x
units.edit                 x      -      -      -      -      -      -      -
units.index                x      x      x      x      -      -      -      x
units.new                  x      -      -      -      -      -      -      -
urging.index               -      x      x      -      -      -      -      -
urging.issued              -      x      x      -      -      -      -      -
urging.letter              -      x      x      -      -      -      -      -
urging.letters             -      x      x      -      -      -      -      -
users.end_post             x      -      -      -      -      -      -      -
users.ask_for_link         x      -      -      -      -      -      -      -
users.give_post            x      -      -      -      -      -      -      -
users.hand_out_link        x      -      -      -      -      -      -      -
users.index                x      -      -      -      -      -      -      -
users.new                  x      -      -      -      -      -      -      -
users.reset_password       x      -      -      -      -      -      -      -
users.send_link            x      -      -      -      -      -      -      -
users.set_active           x      -      -      -      -      -      -      -
users.show                 x      -      -      -      -      -      -      -
users.take_second_factor   x      -      -      -      -      -      -      -
"""
"""x: opens it, whatever unit the thing belongs to. o: things of the own unit; another unit's is 404, as if it were not
there. f: sees the thing, and may not do this to it (403): it is not of the origin the role decides on. s: asked of a
coordinating unit's share, by the people of the lead; the task of the own unit is no share (403). -: 403."""
